package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.CoyoteAdapter;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.http.Method;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Decides which connections end after the present answer, so that no client can hold a
 * worker with what it doesn't send or doesn't read, and says so to the client:
 * <ul>
 * <li>a body that hasn't arrived yet when its request is served: Tomcat would wait for it
 * after the answer, on the worker, for as long as the client likes;</li>
 * <li>answers that are long against the socket's send buffer: several of them, unread,
 * would block the worker that writes the next;</li>
 * <li>requests that the protocol has refused;</li>
 * <li>all of them, once the server is going down.</li>
 * </ul>
 * HTTP/2 has streams for all this, and is left alone.
 */
final class ConnectionGuard extends ForwardingAdapter {

	/** Tomcat leaves the notes from 17 to 31 to others. */
	private static final int PENDING_BODY = 18;

	/** How much of a body that nobody wants is taken in, if it is there already. */
	private static final int MAX_SWALLOWED = 1 << 20;

	private static final byte[] ROOT = { '/' };

	private final Watching watching;

	private final BooleanSupplier closing;

	ConnectionGuard(Adapter delegate, Watching watching, BooleanSupplier closing) {
		super(delegate);
		this.watching = watching;
		this.closing = closing;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		if (response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
			leadToErrorPage(request);
			if (isHttp1(request) || response.getStatus() == HttpServletResponse.SC_HTTP_VERSION_NOT_SUPPORTED) {
				response.setHeader("Connection", "close");
			}
		}
		else if (isHttp1(request)) {
			if (isBodyPending(request)) {
				request.setNote(PENDING_BODY, true);
				response.setHeader("Connection", "close");
			}
			else if (this.closing.getAsBoolean() || this.watching.includes(request)) {
				response.setHeader("Connection", "close");
			}
		}
		super.service(request, response);
		abandonBody(request);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		if (this.closing.getAsBoolean() && isHttp1(request) && !response.isCommitted()) {
			response.setHeader("Connection", "close");
		}
		boolean success = super.asyncDispatch(request, response, event);
		abandonBody(request);
		return success;
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
		return !request.protocol().equals("HTTP/2.0");
	}

	/** Of a body in chunks it can't be told without reading it. */
	private static boolean isBodyPending(Request request) {
		if (request.getMimeHeaders().getValue("transfer-encoding") != null) {
			return true;
		}
		long length = request.getContentLengthLong();
		return length > 0 && available(request) < length;
	}

	/**
	 * After the answer to a request whose body was pending: whatever of it is still to
	 * come, nobody waits for it. What is there already is taken in, because to close a
	 * socket with unread data would make the client lose the answer.
	 */
	private static void abandonBody(Request request) {
		if (request.getNote(PENDING_BODY) == null || isSuspended(request)) {
			return;
		}
		request.setNote(PENDING_BODY, null);
		AtomicBoolean complete = new AtomicBoolean();
		request.action(ActionCode.REQUEST_BODY_FULLY_READ, complete);
		if (!complete.get()) {
			request.action(ActionCode.DISABLE_SWALLOW_INPUT, null);
			Swallower.swallow(request, MAX_SWALLOWED);
		}
	}

	static int available(Request request) {
		request.action(ActionCode.AVAILABLE, true);
		return request.getAvailable();
	}

	private static boolean isSuspended(Request request) {
		var container = (org.apache.catalina.connector.@Nullable Request) request.getNote(CoyoteAdapter.ADAPTER_NOTES);
		return container != null && container.isAsync();
	}

}
