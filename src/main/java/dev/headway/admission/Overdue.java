package dev.headway.admission;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.headway.worker.Worker;

/**
 * Whether a request comes too late: it had to wait for a worker so long that its client
 * has given up, so that to serve it would make those behind it wait as long; or the
 * server has run out of time while it shuts down. Counts those that do. To be asked on
 * the worker that is about to serve the request. Thread-safe.
 */
public final class Overdue implements BooleanSupplier {

	private final long timeoutNanos;

	private final ClosingTime closingTime;

	private final Shedding shedding;

	Overdue(Duration timeout, ClosingTime closingTime, Shedding shedding) {
		this.timeoutNanos = timeout.toNanos();
		this.closingTime = closingTime;
		this.shedding = shedding;
	}

	@Override
	public boolean getAsBoolean() {
		boolean overdue = this.closingTime.isOver()
				|| Worker.current().filter((worker) -> worker.jobQueuedNanos() >= this.timeoutNanos).isPresent();
		if (overdue) {
			this.shedding.refused(Reason.TIMEOUT);
		}
		return overdue;
	}

}
