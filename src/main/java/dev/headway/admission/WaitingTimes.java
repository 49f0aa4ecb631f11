package dev.headway.admission;

import java.util.function.LongConsumer;

/**
 * Forwards refusals to the {@link RefusalLog}, and waiting times to an observer if there
 * is one.
 */
public final class WaitingTimes implements AdmissionObserver {

	private final RefusalLog refusalLog;

	private volatile LongConsumer observer = (nanos) -> {
	};

	/**
	 * Observes an admission.
	 * @param refusalLog is told of refusals
	 */
	public WaitingTimes(RefusalLog refusalLog) {
		this.refusalLog = refusalLog;
	}

	/**
	 * Sets the observer, in place of the previous one.
	 * @param newObserver takes how long each request that leaves has waited, in
	 * nanoseconds
	 */
	public void observe(LongConsumer newObserver) {
		this.observer = newObserver;
	}

	@Override
	public void waited(long nanos) {
		this.observer.accept(nanos);
	}

	@Override
	public void refused(Reason reason) {
		this.refusalLog.refused(reason);
	}

}
