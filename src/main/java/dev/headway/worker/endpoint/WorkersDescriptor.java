package dev.headway.worker.endpoint;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

import dev.headway.worker.FinishedRequest;
import dev.headway.worker.PoolSnapshot;
import dev.headway.worker.RunningRequest;
import dev.headway.worker.WorkerSnapshot;
import dev.headway.worker.WorkerState;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/**
 * The pool as JSON. Times are ISO 8601 in UTC, lengths of time seconds with fractions.
 *
 * @param time when the figures were taken
 * @param site where the pages are, as seen from here; absolute if they have another port
 * @param size workers that slow requests may hold
 * @param express workers beyond
 * @param busy workers that run a job, without the one that answers this
 * @param queue what waits for a worker
 * @param queueWait how long finished requests had waited for a worker, all together
 * @param waiting what waits without a worker
 * @param rejected requests refused since the start
 * @param workers every worker, by number
 */
record WorkersDescriptor(Instant time, String site, int size, int express, int busy, Queue queue, QueueWait queueWait,
		Waiting waiting, Rejected rejected, List<WorkerDescriptor> workers) implements OperationResponseBody {

	/**
	 * Describes the pool.
	 * @param own the number of the worker that answers this, or -1: it is left out of
	 * what is busy, or one worker would always be
	 */
	static WorkersDescriptor of(PoolSnapshot pool, int express, double[] utilization, WaitingFigures waiting,
			String site, int own) {
		List<WorkerDescriptor> workers = IntStream.range(0, pool.workers().size())
			.mapToObj((number) -> WorkerDescriptor.of(pool.workers().get(number), pool.at(), utilization[number],
					number == own))
			.toList();
		int busy = (int) workers.stream().filter((worker) -> worker.state().equals("busy")).count();
		return new WorkersDescriptor(pool.at(), site, workers.size() - express, express, busy,
				new Queue(pool.queued(), pool.queueCapacity(), pool.oldestQueuedSince().orElse(null)),
				QueueWait.of(pool), new Waiting(waiting.size(), waiting.capacity()),
				new Rejected(waiting.rejectedFull(), waiting.rejectedTimeout()), workers);
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / 1e9;
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
	 * @param state {@code idle} or {@code busy}
	 * @param requests requests finished
	 * @param busySeconds time spent in jobs
	 * @param utilization share of the last minute spent in jobs, 0 to 1
	 * @param current the request that holds it; null if none does
	 * @param last the last requests, oldest first
	 */
	record WorkerDescriptor(int number, String state, long requests, double busySeconds, double utilization,
			@Nullable Current current, List<FinishedRequest> last) {

		static WorkerDescriptor of(WorkerSnapshot worker, Instant now, double utilization, boolean own) {
			boolean busy = worker.state() == WorkerState.BUSY && !own;
			Current current = worker.current()
				.filter((request) -> !own)
				.map((request) -> Current.of(request, now))
				.orElse(null);
			return new WorkerDescriptor(worker.number(), busy ? "busy" : "idle", worker.requests(),
					WorkersDescriptor.seconds(worker.busyTime()), utilization, current, worker.last());
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

}
