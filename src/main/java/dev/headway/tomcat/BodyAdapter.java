package dev.headway.tomcat;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a request's body before it passes the request on, so that a client that sends
 * slowly holds no worker. The application then reads the body as if it had come together
 * with the head. Of a large body it waits for the first part only; the application reads
 * the rest, on its worker. It doesn't wait for a body that the application won't read.
 * <p>
 * It comes before all adapters that count requests: while its body arrives, a request
 * isn't in progress yet.
 */
final class BodyAdapter extends ForwardingAdapter {

	private final Bodies bodies;

	BodyAdapter(Adapter delegate, Bodies bodies) {
		super(delegate);
		this.bodies = bodies;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		ArrivingBody body = null;
		if (processor != null) {
			processor.leaveBody(null);
		}
		if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
			body = (processor != null) ? body(request, processor) : streamBody(request);
		}
		if (body != null) {
			new BodyArrival(this, this.bodies, body).begin(request, response);
		}
		else {
			passOn(request, response);
		}
	}

	/**
	 * The body to wait for, or null if there is none, or the application won't read it.
	 */
	private @Nullable ArrivingBody body(Request request, ConnectionAwareProcessor processor) {
		long length = request.getContentLengthLong();
		boolean chunked = length < 0 && request.getMimeHeaders().getValue("transfer-encoding") != null;
		if (length <= 0 && !chunked) {
			return null;
		}
		processor.input().begin();
		if (!isWanted(request)) {
			processor.leaveBody(new UnreadBody(length, processor, this.bodies.timeout()));
			return null;
		}
		return chunked ? ConnectionBody.inChunks(processor, this.bodies)
				: ConnectionBody.ofLength(length, processor, this.bodies);
	}

	private @Nullable ArrivingBody streamBody(Request request) {
		StreamBodies streams = StreamBodies.of(request);
		StreamBody body = (streams != null) ? streams.body(request, this.bodies.maxSize()) : null;
		return (body != null && !body.isEnded() && isWanted(request)) ? body : null;
	}

	private boolean isWanted(Request request) {
		return this.bodies.interest().isWanted(request.getMethod(), AdmissionRouter.path(request));
	}

	/**
	 * Passes a request on whose body has been waited for.
	 * @param progress how much of the body is there
	 */
	void passOn(Request request, Response response, ArrivingBody.Progress progress) throws Exception {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		if (progress == ArrivingBody.Progress.COMPLETE) {
			// the body has arrived, so no 100 Continue is needed
			request.setExpectation(false);
		}
		else if (processor != null) {
			processor.leaveBody(new BegunBody(processor, this.bodies.timeout()));
		}
		passOn(request, response);
	}

	private void passOn(Request request, Response response) throws Exception {
		super.service(request, response);
		dropRest(request, response);
	}

	/**
	 * A request that is in error before it is served gets its error page; no application
	 * code runs.
	 */
	void refuse(Request request, Response response, int status) throws Exception {
		response.setStatus(status);
		response.setError();
		RefusalValve.markMissingBody(request);
		super.service(request, response);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		boolean success = super.asyncDispatch(request, response, event);
		if (success) {
			dropRest(request, response);
		}
		return success;
	}

	/**
	 * Drops the rest of the body once the response is complete, unless the connection
	 * ends anyway.
	 */
	private static void dropRest(Request request, Response response) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		BodyRest rest = (processor != null) ? processor.bodyRest() : null;
		if (processor != null && rest != null && !RequestState.is(request, ActionCode.ASYNC_IS_ASYNC)
				&& !RequestState.is(request, ActionCode.IS_ERROR)) {
			processor.leaveBody(null);
			rest.drop(response);
		}
	}

	/** The request object is released, and with it the buffer that it kept. */
	@Override
	public void checkRecycled(Request request, Response response) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		if (processor != null) {
			processor.input().reset();
		}
		super.checkRecycled(request, response);
	}

}
