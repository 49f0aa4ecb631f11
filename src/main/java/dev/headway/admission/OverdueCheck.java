package dev.headway.admission;

import java.time.Duration;
import java.util.function.BooleanSupplier;

import dev.headway.worker.Worker;

/**
 * Whether a request has waited for a worker longer than the timeout, or the shutdown's
 * time is over. In the first case its client has probably given up, and to serve it would
 * delay those behind it; while decisions aren't enforced, it is served all the same.
 * Counts those that aren't served. To be asked on the worker that is about to serve the
 * request. Thread-safe.
 */
public final class OverdueCheck implements BooleanSupplier {

	private final boolean hasTimeout;

	private final long timeoutNanos;

	private final AdmissionShutdown admissionShutdown;

	private final RefusalLog refusalLog;

	/**
	 * Judges by a time.
	 * @param mode whether the timeout is enforced
	 * @param timeout how long a request may have waited for a worker
	 * @param admissionShutdown tells whether the server has run out of time
	 * @param refusalLog counts those that come too late
	 */
	public OverdueCheck(AdmissionMode mode, Duration timeout, AdmissionShutdown admissionShutdown,
			RefusalLog refusalLog) {
		this.hasTimeout = mode == AdmissionMode.ENFORCE;
		this.timeoutNanos = timeout.toNanos();
		this.admissionShutdown = admissionShutdown;
		this.refusalLog = refusalLog;
	}

	@Override
	public boolean getAsBoolean() {
		boolean overdue = this.admissionShutdown.isOver() || hasWaitedTooLong();
		if (overdue) {
			this.refusalLog.refused(Reason.TIMEOUT);
		}
		return overdue;
	}

	private boolean hasWaitedTooLong() {
		return this.hasTimeout
				&& Worker.current().filter((worker) -> worker.jobQueuedNanos() >= this.timeoutNanos).isPresent();
	}

}
