package dev.headway.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

import dev.headway.worker.FinishedRequest;
import dev.headway.worker.PoolSnapshot;
import dev.headway.worker.RunningRequest;
import dev.headway.worker.WorkerPool;
import dev.headway.worker.WorkerSnapshot;
import dev.headway.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The pool as JSON. Times are ISO 8601 in UTC, lengths of time seconds with fractions.
 *
 * @param time when the figures were taken
 * @param site where the pages are, as seen from here; absolute if they have another port
 * @param model how requests meet threads
 * @param size workers that slow requests may hold; null if there is no limit
 * @param express workers beyond
 * @param spares what stands in for stuck workers
 * @param busy workers that run a job, without the one that answers this
 * @param queue what waits for a worker
 * @param queueWait how long finished requests had waited for a worker, all together
 * @param waiting what waits without a worker
 * @param suspended requests that sleep without a worker, under an asynchronous model
 * @param rejected requests refused since the start
 * @param handlers what handlers are taken for, the busiest first and no more than 20
 * @param workers every worker, by number; none if the model has no fixed ones
 * @param running the requests that hold a worker, the longest first
 */
record WorkersDescriptor(Instant time, String site, ModelDescriptor model, @Nullable Integer size, int express,
		SpareFigures spares, int busy, Queue queue, QueueWait queueWait, Waiting waiting, int suspended,
		Rejected rejected, List<HandlerDescriptor> handlers, List<WorkerDescriptor> workers,
		List<Running> running) implements OperationResponseBody {

	/**
	 * Describes a pool.
	 * @param own the number of the worker that answers this, or -1: it is left out of
	 * what is busy, or one worker would always be
	 */
	static WorkersDescriptor of(WorkerPool pool, ModelDescriptor model, double[] utilization, WaitingFigures waiting,
			int suspended, String site, int own) {
		PoolSnapshot snapshot = pool.snapshot();
		List<WorkerSnapshot> others = snapshot.workers().stream().filter((worker) -> worker.number() != own).toList();
		return new WorkersDescriptor(snapshot.at(), site, model,
				(pool.size() == WorkerPool.UNBOUNDED) ? null : pool.size(), pool.express(),
				new SpareFigures(pool.sparesInUse(), pool.spares(), pool.replaced()),
				(int) others.stream().filter((worker) -> worker.state() == WorkerState.BUSY).count(),
				new Queue(snapshot.queued(), snapshot.queueCapacity(), snapshot.oldestQueuedSince().orElse(null)),
				QueueWait.of(snapshot), new Waiting(waiting.size(), waiting.capacity()), suspended,
				new Rejected(waiting.rejectedFull(), waiting.rejectedTimeout()), waiting.handlers(),
				pool.hasFixedWorkers() ? workers(snapshot, utilization, own) : List.of(),
				running(others, snapshot.at()));
	}

	private static List<WorkerDescriptor> workers(PoolSnapshot pool, double[] utilization, int own) {
		return pool.workers()
			.stream()
			.map((worker) -> WorkerDescriptor.of(worker, pool.at(), utilization[worker.number()],
					worker.number() == own))
			.toList();
	}

	private static List<Running> running(List<WorkerSnapshot> workers, Instant now) {
		return workers.stream()
			.flatMap((worker) -> worker.current().map((request) -> Running.of(worker.number(), request, now)).stream())
			.sorted(Comparator.comparing(Running::since))
			.toList();
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
	}

	/**
	 * What stands in for stuck workers.
	 *
	 * @param inUse spares that are in use
	 * @param capacity spares that there are
	 * @param replaced how often one has come into use since the start
	 */
	record SpareFigures(int inUse, int capacity, long replaced) {
	}

	/**
	 * What waits for a worker.
	 *
	 * @param size jobs that wait
	 * @param capacity jobs that can wait
	 * @param oldestSince since when the oldest of them has waited; null if none waits
	 */
	record Queue(int size, int capacity, @Nullable Instant oldestSince) {
	}

	/**
	 * What waits without a worker.
	 *
	 * @param size requests that wait
	 * @param capacity requests that can wait
	 */
	record Waiting(int size, int capacity) {
	}

	/**
	 * Requests refused since the start.
	 *
	 * @param full because there was no room to wait
	 * @param timeout because they had waited too long
	 */
	record Rejected(long full, long timeout) {
	}

	/**
	 * How long requests have waited since the start.
	 *
	 * @param count requests finished
	 * @param seconds what they had waited, all together
	 */
	record QueueWait(long count, double seconds) {

		static QueueWait of(PoolSnapshot pool) {
			long count = pool.workers().stream().mapToLong(WorkerSnapshot::requests).sum();
			Duration queued = pool.workers()
				.stream()
				.map(WorkerSnapshot::queuedTime)
				.reduce(Duration.ZERO, Duration::plus);
			return new QueueWait(count, WorkersDescriptor.seconds(queued));
		}

	}

	/**
	 * One worker.
	 *
	 * @param number from 0 up, the same for life
	 * @param spare whether it stands in for stuck workers
	 * @param inUse whether it can run jobs; always true, unless it is a spare
	 * @param state {@code idle} or {@code busy}
	 * @param requests requests finished
	 * @param busySeconds time spent in jobs
	 * @param utilization share of the last minute spent in jobs, 0 to 1
	 * @param current the request that holds it; null if none does
	 * @param last the last requests, oldest first
	 */
	record WorkerDescriptor(int number, boolean spare, boolean inUse, String state, long requests, double busySeconds,
			double utilization, @Nullable Current current, List<FinishedRequest> last) {

		static WorkerDescriptor of(WorkerSnapshot worker, Instant now, double utilization, boolean own) {
			boolean busy = worker.state() == WorkerState.BUSY && !own;
			Current current = worker.current()
				.filter((request) -> !own)
				.map((request) -> Current.of(request, now))
				.orElse(null);
			return new WorkerDescriptor(worker.number(), worker.spare(), worker.inUse(), busy ? "busy" : "idle",
					worker.requests(), WorkersDescriptor.seconds(worker.busyTime()), utilization, current,
					worker.last());
		}

	}

	/**
	 * A request in progress.
	 *
	 * @param id grows with each request of the worker
	 * @param method as sent
	 * @param path as sent, without the query
	 * @param since since when it has held the worker
	 * @param seconds for how long
	 */
	record Current(long id, String method, String path, Instant since, double seconds) {

		static Current of(RunningRequest request, Instant now) {
			return new Current(request.id(), request.method(), request.path(), request.since(),
					WorkersDescriptor.seconds(Duration.between(request.since(), now)));
		}

	}

	/**
	 * A request that holds a worker.
	 *
	 * @param id tells it from all others
	 * @param method as sent
	 * @param path as sent, without the query
	 * @param since since when it has held the worker
	 * @param seconds for how long
	 */
	record Running(String id, String method, String path, Instant since, double seconds) {

		static Running of(int worker, RunningRequest request, Instant now) {
			Current current = Current.of(request, now);
			return new Running(worker + "-" + request.id(), current.method(), current.path(), current.since(),
					current.seconds());
		}

	}

}
