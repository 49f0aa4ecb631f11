package dev.headway.worker;

import java.util.List;

/**
 * The pool as it was at one moment (each worker and the queue by itself: work goes on
 * while the snapshot is taken).
 *
 * @param queued jobs that wait for a worker
 * @param queueCapacity jobs that can wait at most
 * @param workers every worker, by number
 */
public record PoolSnapshot(int queued, int queueCapacity, List<WorkerSnapshot> workers) {

	/**
	 * Makes the list of workers immutable.
	 */
	public PoolSnapshot {
		workers = List.copyOf(workers);
	}

	/**
	 * How many workers there are.
	 * @return the number of workers
	 */
	public int size() {
		return this.workers.size();
	}

	/**
	 * How many workers run a job.
	 * @return the number of busy workers
	 */
	public int busy() {
		return (int) this.workers.stream().filter((worker) -> worker.state() == WorkerState.BUSY).count();
	}

	@Override
	public String toString() {
		return "%d of %d workers busy, %d of %d jobs queued".formatted(busy(), size(), this.queued, this.queueCapacity);
	}

}
