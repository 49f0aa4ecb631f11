package dev.headway.admission;

import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many requests were refused, by reason: {@code headway.rejected}. */
final class SheddingMetrics implements MeterBinder {

	private final Shedding shedding;

	SheddingMetrics(Shedding shedding) {
		this.shedding = shedding;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		register("full", Shedding::full, registry);
		register("timeout", Shedding::timeout, registry);
	}

	private void register(String reason, ToDoubleFunction<Shedding> count, MeterRegistry registry) {
		FunctionCounter.builder("headway.rejected", this.shedding, count)
			.description("Requests refused with 503")
			.tag("reason", reason)
			.register(registry);
	}

}
