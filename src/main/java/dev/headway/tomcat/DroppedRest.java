package dev.headway.tomcat;

import java.time.Duration;
import java.util.function.Supplier;

import org.apache.coyote.Request;
import org.apache.coyote.Response;

/**
 * The rest of a body that is dropped behind the response, as it comes, without a worker.
 * At its end the connection serves the next request. For the thread that has the request.
 */
final class DroppedRest implements SuspendedExchange.Owner {

	private final ConnectionAwareProcessor processor;

	private final Supplier<SuspendedExchange.Next> dropOn;

	/**
	 * Drops nothing yet.
	 * @param dropOn drops what has come, without waiting, and says how to go on
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
			// what has come was none of the next request's head
			this.processor.requestArrived(true);
		}
		return next;
	}

	/** The response is out, so that there is nothing left to do. */
	@Override
	public void resumed(Request request, Response response) {
		// the connection is free for the next request
	}

	@Override
	public void ended() {
		// and nothing to give up
	}

}
