package dev.headway.worker;

import java.util.Arrays;

/**
 * Decides how many spares a pool needs, from what its workers are at:
 *
 * <pre>
 * needed = min(limit, max(0, stuck - size))
 * </pre>
 *
 * That leaves as many workers that aren't stuck as there are express ones. If the next
 * jobs stall too, reaching the first one that doesn't takes a {@code replaceAfter} for
 * each, with one express worker. So while more than the size are stuck and a job has
 * waited for longer than that, each stuck worker needs a spare:
 *
 * <pre>
 * needed = min(limit, stuck)
 * </pre>
 *
 * A worker is <em>stuck</em> if its job has lasted for longer than {@code replaceAfter}.
 * <p>
 * Jobs needn't wait for that long. The queue <em>stands still</em> if the job that has
 * waited longest has done so for a tick, a tenth of {@code replaceAfter}: no worker takes
 * jobs. Then one more spare is needed for each job that waits, but no more than there are
 * express workers.
 * <p>
 * Both are {@linkplain Overdue found twice}, a tick apart.
 * <p>
 * No threads, no clock: the caller passes the time. Not thread-safe.
 */
final class WorkerReplacement {

	/** In place of the moment when a job began: the worker has none. */
	static final long IDLE = Long.MIN_VALUE;

	/** Ticks per {@code replaceAfter}. */
	private static final int TICKS = 10;

	private final int size;

	private final int express;

	private final int limit;

	private final long replaceAfterNanos;

	private final long tickNanos;

	// Mutable state: what the looks so far have found

	private final Overdue[] jobs;

	private final Overdue queue;

	private final boolean[] stuck;

	private int needed;

	private long nextNanos;

	/**
	 * Makes a decision for a pool.
	 * @param workers all workers, those not in use included
	 * @param size how many may be stuck and cost no spare
	 * @param express how many should be ready to take a job
	 * @param spares how many spares there are, and when a worker is stuck
	 */
	WorkerReplacement(int workers, int size, int express, Spares spares) {
		this.size = size;
		this.express = express;
		this.limit = spares.limit();
		this.replaceAfterNanos = spares.replaceAfter().toNanos();
		this.tickNanos = this.replaceAfterNanos / TICKS;
		this.jobs = new Overdue[workers];
		Arrays.setAll(this.jobs, (worker) -> new Overdue(this.replaceAfterNanos, this.tickNanos));
		this.queue = new Overdue(this.tickNanos, this.tickNanos);
		this.stuck = new boolean[workers];
		this.nextNanos = this.replaceAfterNanos;
	}

	/**
	 * Looks at all workers, and at the queue.
	 * @param now this moment, in nanoseconds
	 * @param since by worker, when its present job began, or {@link #IDLE}
	 * @param waitingSince when the job that waits longest was handed over, or
	 * {@link #IDLE} if none waits
	 * @param waiting how many wait, roughly
	 */
	void look(long now, long[] since, long waitingSince, int waiting) {
		this.nextNanos = this.replaceAfterNanos;
		int busyCount = 0;
		int stuckCount = 0;
		for (int worker = 0; worker < since.length; worker++) {
			this.stuck[worker] = isOverdue(this.jobs[worker], now, since[worker]);
			busyCount += (since[worker] != IDLE) ? 1 : 0;
			stuckCount += this.stuck[worker] ? 1 : 0;
		}
		int standIns = needed(stuckCount, now, waitingSince);
		int more = isOverdue(this.queue, now, waitingSince) ? Math.min(this.express, waiting) : 0;
		this.needed = Math.min(this.limit, standIns + more);
		if (busyCount > this.size) {
			// a job that comes now may find no worker
			lookAgainIn(this.tickNanos);
		}
	}

	private int needed(int stuckWorkers, long now, long waitingSince) {
		if (stuckWorkers <= this.size) {
			return 0;
		}
		if (waitingSince != IDLE) {
			long left = this.replaceAfterNanos - (now - waitingSince);
			if (left <= 0) {
				return stuckWorkers;
			}
			lookAgainIn(left);
		}
		return stuckWorkers - this.size;
	}

	private boolean isOverdue(Overdue what, long now, long since) {
		if (since == IDLE) {
			return false;
		}
		long left = what.leftNanos(now, since);
		if (left > 0) {
			lookAgainIn(left);
		}
		return left <= 0;
	}

	private void lookAgainIn(long nanos) {
		this.nextNanos = Math.min(this.nextNanos, nanos);
	}

	/** How many spares are needed, as of the last look. */
	int needed() {
		return this.needed;
	}

	boolean isStuck(int worker) {
		return this.stuck[worker];
	}

	/** After how long the next look may find something new, in nanoseconds. */
	long nextNanos() {
		return this.nextNanos;
	}

}
