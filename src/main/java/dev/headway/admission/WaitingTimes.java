package dev.headway.admission;

import java.util.function.LongConsumer;

/**
 * Leads what the admission tells to those who keep it: refusals to the
 * {@link RefusalLog}, waiting times to whoever observes them, once somebody does.
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
	 * Has somebody observe them, in place of who did before.
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
