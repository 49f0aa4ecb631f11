package dev.headway.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * How much waits for the workers and how long, and how long requests then hold them:
 * {@code headway.queue.size}, {@code headway.queue.capacity},
 * {@code headway.queue.oldest.timestamp}, {@code headway.queue.wait} and
 * {@code headway.request}. The last two are histograms for the pool as a whole, with one
 * entry for each finished request.
 */
public final class QueueMetrics implements MeterBinder, AutoCloseable {

	/** From a free worker's wait to longer than clients wait. */
	private static final Duration[] BUCKETS = { Duration.ofNanos(100_000), Duration.ofNanos(250_000),
			Duration.ofNanos(500_000), Duration.ofMillis(1), Duration.ofNanos(2_500_000), Duration.ofMillis(5),
			Duration.ofMillis(10), Duration.ofMillis(25), Duration.ofMillis(50), Duration.ofMillis(100),
			Duration.ofMillis(250), Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofMillis(2500),
			Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(60) };

	private final WorkerPool pool;

	private final List<Runnable> removals = new ArrayList<>();

	/**
	 * Makes the meters of a pool's queue.
	 * @param pool the pool to measure
	 */
	public QueueMetrics(WorkerPool pool) {
		this.pool = pool;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		add(registry,
				Gauge.builder("headway.queue.size", this.pool, WorkerPool::queued)
					.description("Jobs that wait for a worker")
					.register(registry));
		add(registry,
				Gauge.builder("headway.queue.capacity", this.pool, WorkerPool::queueCapacity)
					.description("Jobs that can wait for a worker")
					.register(registry));
		add(registry,
				Gauge
					.builder("headway.queue.oldest.timestamp", this.pool,
							(it) -> it.oldestQueuedSince().map(Timestamps::seconds).orElse(0.0))
					.description("When the job that waits longest for a worker was handed over; 0 if none waits")
					.baseUnit("seconds")
					.register(registry));
		Timer queueWait = histogram("headway.queue.wait", "Time between a request's hand-over and its start", registry);
		Timer held = histogram("headway.request", "Time that a request held a worker", registry);
		this.pool.observe((queuedNanos, heldNanos) -> {
			queueWait.record(queuedNanos, TimeUnit.NANOSECONDS);
			held.record(heldNanos, TimeUnit.NANOSECONDS);
		});
	}

	private Timer histogram(String name, String description, MeterRegistry registry) {
		Timer timer = Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS).register(registry);
		add(registry, timer);
		return timer;
	}

	private void add(MeterRegistry registry, Meter meter) {
		this.removals.add(() -> registry.remove(meter));
	}

	@Override
	public void close() {
		this.pool.observe((queuedNanos, heldNanos) -> {
		});
		this.removals.forEach(Runnable::run);
	}

}
