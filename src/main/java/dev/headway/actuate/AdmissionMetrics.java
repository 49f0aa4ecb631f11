package dev.headway.actuate;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

import dev.headway.admission.Admission;
import dev.headway.admission.WaitingTimes;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How many slots are taken, and how many wait for one and how long:
 * {@code headway.slots.taken}, {@code headway.waiting.size}, how many there can be of
 * each ({@code .capacity}), and the histogram {@code headway.waiting}, with one entry for
 * each request that had to wait, whether it was let in or refused in the end.
 */
public final class AdmissionMetrics implements MeterBinder {

	private static final Duration[] BUCKETS = { Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofMillis(100),
			Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20), Duration.ofSeconds(30),
			Duration.ofSeconds(60) };

	private final Admission admission;

	private final WaitingTimes waitingTimes;

	/**
	 * Makes the meters of a waiting room.
	 * @param admission decides who waits
	 * @param waitingTimes tells how long those that left had waited
	 */
	public AdmissionMetrics(Admission admission, WaitingTimes waitingTimes) {
		this.admission = admission;
		this.waitingTimes = waitingTimes;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder("headway.slots.taken", this.admission, Admission::slotsTaken)
			.description("Slots that slow requests have")
			.register(registry);
		Gauge.builder("headway.slots.capacity", this.admission, Admission::slots)
			.description("Slots that slow requests can have")
			.register(registry);
		Gauge.builder("headway.waiting.size", this.admission, Admission::waiting)
			.description("Slow requests that wait for a slot, holding no worker")
			.register(registry);
		Gauge.builder("headway.waiting.capacity", this.admission, Admission::capacity)
			.description("Slow requests that can wait for a slot")
			.register(registry);
		observed(registry, "wait", Admission::wouldWait);
		observed(registry, "refuse", Admission::wouldRefuse);
		Timer timer = Timer.builder("headway.waiting")
			.description("Time that requests waited for a slot")
			.serviceLevelObjectives(BUCKETS)
			.register(registry);
		this.waitingTimes.observe((nanos) -> timer.record(nanos, TimeUnit.NANOSECONDS));
	}

	private void observed(MeterRegistry registry, String decision, ToDoubleFunction<Admission> count) {
		FunctionCounter.builder("headway.admission.observed", this.admission, count)
			.description("Requests that passed in observe mode, by what enforce mode would have done")
			.tag("decision", decision)
			.register(registry);
	}

}
