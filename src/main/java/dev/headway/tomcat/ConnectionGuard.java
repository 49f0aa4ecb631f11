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
 * worker with what it doesn't send, and tells the client:
 * <ul>
 * <li>a body that nobody reads and whose end may not come: the application finds it
 * empty, and nobody waits for it;</li>
 * <li>requests that the protocol has refused;</li>
 * <li>all of them, once the server shuts down.</li>
 * </ul>
 * HTTP/2 has streams for all this, and is left alone.
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

	/** Tomcat has answers of its own to these, which would hide why they were refused. */
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

	/** Whether the client has said that it sends nothing more on the connection. */
	private static boolean isLastOfClient(Request request) {
		MessageBytes connection = request.getMimeHeaders().getValue("Connection");
		return (connection != null) ? connection.equalsIgnoreCase("close") : request.protocol().equals("HTTP/1.0");
	}

}
