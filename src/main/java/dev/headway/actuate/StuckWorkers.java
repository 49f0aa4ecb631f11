package dev.headway.actuate;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Finds workers that a request has held for too long, and warns of each such request
 * once, with the stack of its worker. Finding is thread-safe; {@link #warn} is for one
 * thread.
 */
public final class StuckWorkers {

	private static final Log logger = LogFactory.getLog(StuckWorkers.class);

	private final WorkerPool pool;

	private final Duration limit;

	private final InstantSource clock;

	/** By worker, the last request for which a warning was logged. */
	private final Map<Integer, Long> warned = new HashMap<>();

	/**
	 * Watches a pool's workers.
	 * @param pool whose workers
	 * @param limit how long a request may hold one
	 * @param clock the present time
	 */
	public StuckWorkers(WorkerPool pool, Duration limit, InstantSource clock) {
		this.pool = pool;
		this.limit = limit;
		this.clock = clock;
	}

	/** The workers that are stuck at this moment. */
	List<StuckWorker> find() {
		Instant now = this.clock.instant();
		return this.pool.workers().stream().map((worker) -> examine(worker, now)).flatMap(Optional::stream).toList();
	}

	private Optional<StuckWorker> examine(Worker worker, Instant now) {
		return worker.request()
			.map((request) -> new StuckWorker(worker.number(), request, Duration.between(request.since(), now)))
			.filter((candidate) -> candidate.held().compareTo(this.limit) > 0);
	}

	/** Warns of requests that have become stuck since the last call. */
	public void warn() {
		for (StuckWorker stuck : find()) {
			Long before = this.warned.put(stuck.number(), stuck.request().id());
			if (!Objects.equals(before, stuck.request().id())) {
				logger.warn(stuck + ":" + stackOf(stuck.number()));
			}
		}
	}

	private String stackOf(int worker) {
		return Arrays.stream(this.pool.workers().get(worker).stackTrace())
			.map((frame) -> "%n\tat %s".formatted(frame))
			.collect(Collectors.joining());
	}

}
