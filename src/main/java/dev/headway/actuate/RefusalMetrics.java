package dev.headway.actuate;

import java.util.function.ToDoubleFunction;

import dev.headway.admission.RefusalLog;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** How many requests were refused, by reason: {@code headway.rejected}. */
public final class RefusalMetrics implements MeterBinder {

	private final RefusalLog refusalLog;

	/**
	 * Makes the meters of refusals.
	 * @param refusalLog counts them
	 */
	public RefusalMetrics(RefusalLog refusalLog) {
		this.refusalLog = refusalLog;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		register("full", RefusalLog::full, registry);
		register("timeout", RefusalLog::timeout, registry);
	}

	private void register(String reason, ToDoubleFunction<RefusalLog> count, MeterRegistry registry) {
		FunctionCounter.builder("headway.rejected", this.refusalLog, count)
			.description("Requests refused with 503")
			.tag("reason", reason)
			.register(registry);
	}

}
