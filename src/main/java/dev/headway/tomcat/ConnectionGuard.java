package dev.headway.tomcat;

import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.buf.MessageBytes;
import org.apache.tomcat.util.http.Method;
import org.apache.tomcat.util.net.SocketEvent;

/**
 * Decides which connections end after the present response, so that no client can hold a
 * worker by not sending, and tells the client. They end after:
 * <ul>
 * <li>a body that the application doesn't read and whose end may not come: the
 * application finds it empty, and the server doesn't wait for it;</li>
 * <li>requests that the protocol has refused;</li>
 * <li>all responses, once the server shuts down.</li>
 * </ul>
 * HTTP/2 has streams for this, and isn't affected.
 */
final class ConnectionGuard extends ForwardingAdapter {

	private static final byte[] ROOT = { '/' };

	private final BooleanSupplier closing;

	ConnectionGuard(Adapter delegate, BooleanSupplier closing) {
		super(delegate);
		this.closing = closing;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		boolean refused = response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST;
		if (refused) {
			leadToErrorPage(request);
		}
		if (processor != null) {
			BodyRest rest = processor.bodyRest();
			boolean unread = rest != null && !rest.isGiven();
			if (refused || this.closing.getAsBoolean() || (rest != null && unread && rest.endsConnection())) {
				ConnectionHeader.close(response);
			}
			processor.requestArrived(refused || rest != null || !isLastOfClient(request));
			processor.giveBody(!refused && !unread);
		}
		else if (response.getStatus() == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED) {
			ConnectionHeader.close(response);
		}
		super.service(request, response);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		if (this.closing.getAsBoolean() && isHttp1(request) && !response.isCommitted()) {
			ConnectionHeader.close(response);
		}
		return super.asyncDispatch(request, response, event);
	}

	/**
	 * Tomcat has its own answers to these requests, which would hide why they were
	 * refused.
	 */
	private static void leadToErrorPage(Request request) {
		if (request.requestURI().equals("*") || Method.CONNECT.equals(request.getMethod())
				|| Method.TRACE.equals(request.getMethod())) {
			request.setMethod(Method.GET);
			request.requestURI().setBytes(ROOT, 0, ROOT.length);
		}
	}

	static boolean isHttp1(Request request) {
		return ConnectionAwareProcessor.of(request) != null;
	}

	/** Whether the client has announced that this is the connection's last request. */
	private static boolean isLastOfClient(Request request) {
		MessageBytes connection = request.getMimeHeaders().getValue("Connection");
		return (connection != null) ? connection.equalsIgnoreCase("close") : request.protocol().equals("HTTP/1.0");
	}

}
