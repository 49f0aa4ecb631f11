package dev.headway.tomcat;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/** A body that arrives over HTTP/2. Its bytes stay in Tomcat's buffer. */
final class StreamBody implements ArrivingBody {

	private final StreamBodies bodies;

	private final Request request;

	private final int stream;

	private final int enough;

	private @Nullable SuspendedExchange suspended;

	StreamBody(StreamBodies bodies, Request request, int stream, int enough) {
		this.bodies = bodies;
		this.request = request;
		this.stream = stream;
		this.enough = enough;
	}

	@Override
	public Progress readOn() {
		if (isEnded()) {
			return Progress.COMPLETE;
		}
		return (size() >= this.enough) ? Progress.BEGUN : Progress.WAITING;
	}

	/** Trailers are only ready once nothing more can come. */
	boolean isEnded() {
		return RequestState.is(this.request, ActionCode.IS_TRAILER_FIELDS_READY);
	}

	/** How many bytes have arrived. */
	int size() {
		this.request.action(ActionCode.AVAILABLE, false);
		return this.request.getAvailable();
	}

	@Override
	public void suspended(SuspendedExchange exchange) {
		this.suspended = exchange;
		this.bodies.add(this.stream, this);
	}

	/** The connection reports each frame anyway. */
	@Override
	public void awaitMore() {
		// nothing to ask for
	}

	void resume() {
		SuspendedExchange present = this.suspended;
		if (present != null) {
			present.resume();
		}
	}

	@Override
	public void resumed() {
		this.bodies.remove(this.stream);
	}

}
