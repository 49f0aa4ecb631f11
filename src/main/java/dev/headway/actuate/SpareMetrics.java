package dev.headway.actuate;

import java.util.ArrayList;
import java.util.List;

import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What stands in for stuck workers: {@code headway.worker.spares},
 * {@code headway.worker.spares.capacity} and {@code headway.worker.replaced}.
 */
public final class SpareMetrics implements MeterBinder, AutoCloseable {

	private final WorkerPool pool;

	private final List<Runnable> removals = new ArrayList<>();

	/**
	 * Makes the meters of a pool's spares.
	 * @param pool the pool to measure
	 */
	public SpareMetrics(WorkerPool pool) {
		this.pool = pool;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		add(registry,
				Gauge.builder("headway.worker.spares", this.pool, WorkerPool::sparesInUse)
					.description("Spares that are in use, since more workers are stuck than slow requests may hold")
					.register(registry));
		add(registry,
				Gauge.builder("headway.worker.spares.capacity", this.pool, WorkerPool::spares)
					.description("Spares that there are; each has a worker's series, in use or not")
					.register(registry));
		add(registry,
				FunctionCounter.builder("headway.worker.replaced", this.pool, WorkerPool::replaced)
					.description("Times that a spare has come into use for a stuck worker")
					.register(registry));
	}

	private void add(MeterRegistry registry, Meter meter) {
		this.removals.add(() -> registry.remove(meter));
	}

	@Override
	public void close() {
		this.removals.forEach(Runnable::run);
	}

}
