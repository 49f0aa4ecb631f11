package dev.headway.actuate;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import dev.headway.worker.RunningRequest;
import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What each worker has done and does, tagged with its number, or {@code all} together if
 * the workers aren't fixed: {@code headway.worker.requests},
 * {@code headway.worker.busy.seconds}, {@code headway.worker.busy} and
 * {@code headway.worker.request.start.timestamp}. They are read at scrape time and cost
 * the workers nothing.
 * <p>
 * A worker that answers the very scrape that reads these isn't shown as busy: it would be
 * shown so in every scrape.
 */
public final class WorkerMetrics implements MeterBinder, AutoCloseable {

	/** Of so many workers the meters are there from the start. */
	static final int AT_ONCE = 8;

	/** Of so many more with each call of {@link #bindMore}. */
	static final int AT_A_TIME = 16;

	private final WorkerPool pool;

	// Mutable state, guarded by this

	private final List<Runnable> removals = new ArrayList<>();

	private final Deque<Runnable> later = new ArrayDeque<>();

	/**
	 * Makes the meters of a pool.
	 * @param pool the pool to measure
	 */
	public WorkerMetrics(WorkerPool pool) {
		this.pool = pool;
	}

	@Override
	public synchronized void bindTo(MeterRegistry registry) {
		if (this.pool.hasFixedWorkers()) {
			this.pool.workers()
				.forEach((worker) -> this.later
					.add(() -> bind(registry, worker, List::of, Integer.toString(worker.number()))));
			bindNext(AT_ONCE);
		}
		else {
			bind(registry, this.pool, WorkerPool::workers, "all");
		}
	}

	/**
	 * Registers more meters of a pool with many workers. A thousand meters at once would
	 * delay the start of the application by a quarter of a second. To be called
	 * periodically.
	 */
	public synchronized void bindMore() {
		bindNext(AT_A_TIME);
	}

	private void bindNext(int workers) {
		for (int i = 0; i < workers && !this.later.isEmpty(); i++) {
			this.later.remove().run();
		}
	}

	/** Registers the meters of one or more workers, which the subject keeps alive. */
	private <T> void bind(MeterRegistry registry, T subject, Function<T, List<Worker>> workers, String tag) {
		add(registry,
				FunctionCounter
					.builder("headway.worker.requests", subject,
							(it) -> workers.apply(it).stream().mapToLong(Worker::requests).sum())
					.description("Requests that the worker has finished")
					.tag("worker", tag)
					.register(registry));
		add(registry,
				FunctionCounter
					.builder("headway.worker.busy.seconds", subject,
							(it) -> workers.apply(it).stream().mapToLong((worker) -> worker.busyTime().toNanos()).sum()
									/ 1e9)
					.description("Time that the worker has spent in jobs")
					.tag("worker", tag)
					.register(registry));
		add(registry,
				Gauge
					.builder("headway.worker.busy", subject,
							(it) -> workers.apply(it).stream().filter(WorkerMetrics::isBusy).count())
					.description("Whether the worker runs a job")
					.tag("worker", tag)
					.register(registry));
		add(registry,
				Gauge
					.builder("headway.worker.request.start.timestamp", subject,
							(it) -> oldestStart(workers.apply(it)).map(Timestamps::seconds).orElse(0.0))
					.description("When the request that holds the worker began to; 0 if there is none")
					.baseUnit("seconds")
					.tag("worker", tag)
					.register(registry));
	}

	private void add(MeterRegistry registry, Meter meter) {
		this.removals.add(() -> registry.remove(meter));
	}

	private static boolean isBusy(Worker worker) {
		return worker.isBusy() && !isOwn(worker);
	}

	private static Optional<Instant> oldestStart(List<Worker> workers) {
		return workers.stream()
			.filter((worker) -> !isOwn(worker))
			.map(Worker::request)
			.flatMap(Optional::stream)
			.map(RunningRequest::since)
			.min(Comparator.naturalOrder());
	}

	/** Whether this is the worker whose thread asks. */
	private static boolean isOwn(Worker worker) {
		return Worker.current().filter((current) -> current == worker).isPresent();
	}

	@Override
	public synchronized void close() {
		this.later.clear();
		this.removals.forEach(Runnable::run);
	}

}
