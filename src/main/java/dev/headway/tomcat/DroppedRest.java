package dev.headway.tomcat;

import java.time.Duration;
import java.util.function.Supplier;

import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * The rest of a body. It is dropped after the response, as it arrives, without a worker.
 * At its end the connection serves the next request. For the thread that has the request.
 */
final class DroppedRest implements SuspendedExchange.Owner {

	private final ConnectionAwareProcessor processor;

	private final Supplier<SuspendedExchange.Next> dropOn;

	/**
	 * Makes the owner of the suspended request.
	 * @param dropOn drops the bytes that have arrived, without waiting, and returns how
	 * to go on
	 */
	DroppedRest(ConnectionAwareProcessor processor, Supplier<SuspendedExchange.Next> dropOn) {
		this.processor = processor;
		this.dropOn = dropOn;
	}

	/**
	 * Leaves the request suspended.
	 * @param timeout how long the rest may take
	 */
	void suspend(Duration timeout) {
		SuspendedExchange.suspend(this.processor.getRequest(), timeout, this);
		this.processor.waitsForClient();
	}

	@Override
	public SuspendedExchange.Next arrived(Request request) {
		SuspendedExchange.Next next = this.dropOn.get();
		if (next == SuspendedExchange.Next.WAIT) {
			this.processor.awaitClient();
		}
		else {
			// these bytes weren't part of the next request's head
			this.processor.requestArrived(true);
		}
		return next;
	}

	/** The response was sent before, so there is nothing left to do. */
	@Override
	public void resumed(Request request, Response response) {
		// the connection is free for the next request
	}

	@Override
	public void ended() {
		// nothing is held
	}

}
