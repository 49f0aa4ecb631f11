package dev.headway.worker;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The pool at one moment. Each worker and the queue are consistent in themselves only,
 * because work goes on while the snapshot is taken.
 *
 * @param at the moment
 * @param queued how many jobs wait for a worker
 * @param queueCapacity how many jobs can wait
 * @param oldestQueuedSince when the job that waits longest was handed over; empty if none
 * waits
 * @param workers every worker, by number, including spares that aren't in use
 */
public record PoolSnapshot(Instant at, int queued, int queueCapacity, Optional<Instant> oldestQueuedSince,
		List<WorkerSnapshot> workers) {

	/**
	 * Makes the list of workers immutable.
	 */
	public PoolSnapshot {
		workers = List.copyOf(workers);
	}

	/**
	 * How many workers there are, without spares that aren't in use.
	 * @return the number of workers
	 */
	public int size() {
		return (int) this.workers.stream().filter(WorkerSnapshot::inUse).count();
	}

	/**
	 * How many workers run a job.
	 * @return the number of busy workers
	 */
	public int busy() {
		return (int) this.workers.stream().filter((worker) -> worker.state() == WorkerState.BUSY).count();
	}

}
