package dev.headway.actuate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many workers are stuck: {@code headway.workers.stuck}. */
public final class StuckMetrics implements MeterBinder {

	private final StuckWorkers stuckWorkers;

	/**
	 * Makes the meter.
	 * @param stuckWorkers finds them
	 */
	public StuckMetrics(StuckWorkers stuckWorkers) {
		this.stuckWorkers = stuckWorkers;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("headway.workers.stuck", this.stuckWorkers, (it) -> it.find().size())
			.description("Workers that have been at one request for longer than headway.stuck-after")
			.register(registry);
	}

}
