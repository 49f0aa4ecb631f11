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
 * A worker is <em>stuck</em> when it was found overdue, that is in the same job for
 * longer than {@code replaceAfter}, and found so again in a later check, a tick after.
 * One check isn't enough: after a pause of the whole process (a garbage collection, a
 * stopped container) every job looks old for a moment.
 * <p>
 * No threads, no clock: the caller passes the time. Not thread-safe.
 */
final class WorkerReplacement {

	/** In place of the moment when a job began: the worker has none. */
	static final long IDLE = Long.MIN_VALUE;

	/** Ticks per {@code replaceAfter}. */
	private static final int TICKS = 5;

	private final int size;

	private final int limit;

	private final long replaceAfterNanos;

	private final long tickNanos;

	// Mutable state: by worker, what the checks so far have found

	/** When the job began that was found overdue, or {@link #IDLE}. */
	private final long[] overdue;

	/** When that was found first. */
	private final long[] foundAt;

	private final boolean[] stuck;

	private int needed;

	private long nextNanos;

	/**
	 * Makes a decision for a pool.
	 * @param workers all workers, those not in use included
	 * @param size how many may be stuck and cost no spare
	 * @param spares how many spares there are, and when a worker is overdue
	 */
	WorkerReplacement(int workers, int size, Spares spares) {
		this.size = size;
		this.limit = spares.limit();
		this.replaceAfterNanos = spares.replaceAfter().toNanos();
		this.tickNanos = this.replaceAfterNanos / TICKS;
		this.overdue = new long[workers];
		Arrays.fill(this.overdue, IDLE);
		this.foundAt = new long[workers];
		this.stuck = new boolean[workers];
		this.nextNanos = this.replaceAfterNanos;
	}

	/**
	 * Looks at all workers, and at the queue.
	 * @param now this moment, in nanoseconds
	 * @param since by worker, when its present job began, or {@link #IDLE}
	 * @param waitingSince when the job that waits longest was handed over, or
	 * {@link #IDLE} if none waits
	 */
	void look(long now, long[] since, long waitingSince) {
		int count = 0;
		this.nextNanos = this.replaceAfterNanos;
		for (int worker = 0; worker < since.length; worker++) {
			this.stuck[worker] = isStuck(worker, now, since[worker]);
			if (this.stuck[worker]) {
				count++;
			}
		}
		this.needed = Math.min(this.limit, needed(count, now, waitingSince));
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

	private boolean isStuck(int worker, long now, long since) {
		if (since == IDLE) {
			this.overdue[worker] = IDLE;
			return false;
		}
		long left = this.replaceAfterNanos - (now - since);
		if (left > 0) {
			this.overdue[worker] = IDLE;
			lookAgainIn(left);
			return false;
		}
		if (this.overdue[worker] != since) {
			this.overdue[worker] = since;
			this.foundAt[worker] = now;
		}
		long leftOfTick = this.tickNanos - (now - this.foundAt[worker]);
		if (leftOfTick > 0) {
			lookAgainIn(leftOfTick);
			return false;
		}
		return true;
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
