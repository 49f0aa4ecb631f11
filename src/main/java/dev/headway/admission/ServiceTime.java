package dev.headway.admission;

import java.time.Duration;

/**
 * How long slow requests take, as far as that is known: the mean of the last that have
 * finished, without the longest of them, so that a single odd one doesn't count. Running
 * requests give a lower bound: what most of them have taken already.
 * <p>
 * Before any has finished only two bounds are known: what those running have taken, and
 * the waiting timeout, beyond which nobody waits. Nothing tells which of them is nearer,
 * so it is their geometric mean.
 * <p>
 * Not thread-safe: guarded by the admission's lock.
 */
final class ServiceTime {

	private static final int REMEMBERED = 16;

	private final long[] last = new long[REMEMBERED];

	private final long leastNanos;

	private final long timeoutNanos;

	private int finished;

	ServiceTime(Duration least, Duration timeout) {
		this.leastNanos = least.toNanos();
		this.timeoutNanos = timeout.toNanos();
	}

	/** A request has finished; one that took less than the least isn't slow. */
	void finished(long nanos) {
		if (nanos >= this.leastNanos) {
			this.last[this.finished % REMEMBERED] = nanos;
			// stays in range, and full
			this.finished = (this.finished + 1 < 2 * REMEMBERED) ? this.finished + 1 : REMEMBERED;
		}
	}

	/**
	 * The time that a slow request takes.
	 * @param running what most of those running have taken so far; 0 if none runs
	 */
	double nanos(long running) {
		double sofar = Math.max(running, this.leastNanos);
		return (this.finished > 0) ? Math.max(mean(), sofar)
				: Math.sqrt(sofar * Math.max(sofar, (double) this.timeoutNanos));
	}

	private double mean() {
		int count = Math.min(this.finished, REMEMBERED);
		double sum = 0;
		long longest = 0;
		for (int i = 0; i < count; i++) {
			sum += this.last[i];
			longest = Math.max(longest, this.last[i]);
		}
		return (count > 2) ? (sum - longest) / (count - 1) : sum / count;
	}

}
