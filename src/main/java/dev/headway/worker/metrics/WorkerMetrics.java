package dev.headway.worker.metrics;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.headway.worker.RunningRequest;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.Worker;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What each worker has done and does, tagged with its number:
 * {@code headway.worker.requests}, {@code headway.worker.busy.seconds},
 * {@code headway.worker.busy} and {@code headway.worker.request.start.timestamp}. All are
 * read when somebody asks; workers don't know of them.
 * <p>
 * A worker that answers the very scrape that reads these isn't shown as busy: it would
 * never be anything else.
 */
final class WorkerMetrics implements MeterBinder, AutoCloseable {

	private final ThreadPool pool;

	private final List<Runnable> removals = new ArrayList<>();

	WorkerMetrics(ThreadPool pool) {
		this.pool = pool;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		for (Worker worker : this.pool.workers()) {
			String number = Integer.toString(worker.number());
			add(registry,
					FunctionCounter.builder("headway.worker.requests", worker, Worker::requests)
						.description("Requests that the worker has finished")
						.tag("worker", number)
						.register(registry));
			add(registry,
					FunctionCounter
						.builder("headway.worker.busy.seconds", worker, (it) -> it.busyTime().toNanos() / 1e9)
						.description("Time that the worker has spent in jobs")
						.tag("worker", number)
						.register(registry));
			add(registry,
					Gauge.builder("headway.worker.busy", worker, (it) -> isBusy(it) ? 1 : 0)
						.description("Whether the worker runs a job")
						.tag("worker", number)
						.register(registry));
			add(registry,
					Gauge.builder("headway.worker.request.start.timestamp", worker, WorkerMetrics::requestStart)
						.description("When the request that holds the worker began to; 0 if there is none")
						.baseUnit("seconds")
						.tag("worker", number)
						.register(registry));
		}
	}

	private void add(MeterRegistry registry, Meter meter) {
		this.removals.add(() -> registry.remove(meter));
	}

	private static boolean isBusy(Worker worker) {
		return worker.isBusy() && !isOwn(worker);
	}

	private static double requestStart(Worker worker) {
		Optional<Instant> since = isOwn(worker) ? Optional.empty() : worker.request().map(RunningRequest::since);
		return since.map(Timestamps::seconds).orElse(0.0);
	}

	/** Whether this is the worker whose thread asks. */
	private static boolean isOwn(Worker worker) {
		return Worker.current().filter((current) -> current == worker).isPresent();
	}

	@Override
	public void close() {
		this.removals.forEach(Runnable::run);
	}

}
