package dev.headway.admission;

import java.util.function.LongConsumer;

/**
 * Leads what the admission tells to those who keep it: refusals to the {@link Shedding},
 * waiting times to whoever observes them, once somebody does.
 */
final class WaitingTimes implements AdmissionObserver {

	private final Shedding shedding;

	private volatile LongConsumer observer = (nanos) -> {
	};

	WaitingTimes(Shedding shedding) {
		this.shedding = shedding;
	}

	void observe(LongConsumer newObserver) {
		this.observer = newObserver;
	}

	@Override
	public void waited(long nanos) {
		this.observer.accept(nanos);
	}

	@Override
	public void refused(Reason reason) {
		this.shedding.refused(reason);
	}

}
