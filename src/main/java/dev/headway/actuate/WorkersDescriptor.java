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
 * The pool as JSON. Times are ISO 8601 in UTC; durations are seconds with fractions.
 *
 * @param time when the figures were taken
 * @param site the URL of the pages, relative to this endpoint's server; absolute if they
 * are on another port
 * @param model how requests meet threads
 * @param size how many workers slow requests may hold; null if there is no limit
 * @param express how many workers there are beyond {@code size}
 * @param spares the workers that stand in for stuck ones
 * @param busy how many workers run a job, without the one that answers this request
 * @param queue the jobs that wait for a worker
 * @param queueWait how long finished requests had waited for a worker in total
 * @param waiting the requests that wait without a worker
 * @param suspended how many requests sleep without a worker, under an asynchronous model
 * @param rejected how many requests were refused since the start
 * @param handlers the handlers and their paces, the busiest first, at most 20
 * @param workers every worker, by number; none if the model has no fixed ones
 * @param running the requests that hold a worker, the longest first
 */
record WorkersDescriptor(Instant time, String site, ModelDescriptor model, @Nullable Integer size, int express,
		SpareFigures spares, int busy, Queue queue, QueueWait queueWait, Waiting waiting, int suspended,
		Rejected rejected, List<HandlerDescriptor> handlers, List<WorkerDescriptor> workers,
		List<Running> running) implements OperationResponseBody {

	/**
	 * Describes a pool.
	 * @param own the number of the worker that answers this, or -1. It isn't counted as
	 * busy, since otherwise one worker would always be busy
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
	 * The workers that stand in for stuck ones.
	 *
	 * @param inUse how many spares are in use
	 * @param capacity how many spares there are
	 * @param replaced how often a spare was started since the server's start
	 */
	record SpareFigures(int inUse, int capacity, long replaced) {
	}

	/**
	 * The jobs that wait for a worker.
	 *
	 * @param size how many jobs wait
	 * @param capacity how many jobs can wait
	 * @param oldestSince when the oldest of them was handed over; null if none waits
	 */
	record Queue(int size, int capacity, @Nullable Instant oldestSince) {
	}

	/**
	 * The requests that wait without a worker.
	 *
	 * @param size how many requests wait
	 * @param capacity how many requests can wait
	 */
	record Waiting(int size, int capacity) {
	}

	/**
	 * Requests refused since the start.
	 *
	 * @param full how many, because the waiting room was full
	 * @param timeout how many, because they had waited too long
	 */
	record Rejected(long full, long timeout) {
	}

	/**
	 * How long requests have waited since the start.
	 *
	 * @param count how many requests were finished
	 * @param seconds how long they had waited in total
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
	 * @param number 0 or more, never changes
	 * @param spare whether it stands in for stuck workers
	 * @param inUse whether it can run jobs; always true, unless it is a spare
	 * @param state {@code idle} or {@code busy}
	 * @param requests how many requests it has finished
	 * @param busySeconds the time spent in jobs
	 * @param utilization the share of the last minute spent in jobs, 0 to 1
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
	 * @param id unique among all requests
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
