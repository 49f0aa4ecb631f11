package dev.headway.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Adds up the time a worker is busy, in one {@code long}, so that a reader on another
 * thread sees state and time together: idle time is whatever is missing to the time since
 * the start.
 * <p>
 * With <var>t</var> the nanoseconds since the start and <var>b</var> the busy time
 * counted so far, the account holds <var>b</var> (zero or more) while idle, and <var>b -
 * t<sub>begin</sub> - 1</var> (always negative, for busy time never exceeds time) while
 * busy. In between, adding the present <var>t</var> gives the busy time.
 * <p>
 * One thread writes, and never waits. Any thread reads; readers wait for each other.
 */
final class BusyClock {

	private volatile long account;

	/** When the last busy period began, written before the account. */
	private final AtomicLong begunAt = new AtomicLong();

	// Mutable state, guarded by this

	/** The busy time of the last reading. */
	private long busyNanos;

	/** The idle time of the last reading. */
	private long idleNanos;

	/** Begins a busy period at the given time, in nanoseconds since the start. */
	void begin(long now) {
		this.begunAt.setOpaque(now);
		this.account = this.account - now - 1;
	}

	/** Ends the busy period. */
	void end(long now) {
		this.account = this.account + now + 1;
	}

	boolean isBusy() {
		return this.account < 0;
	}

	/**
	 * When the busy period in progress began, in nanoseconds since the start; -1 while
	 * idle. If another one begins meanwhile, it may be that one's.
	 */
	long busySince() {
		return isBusy() ? this.begunAt.getOpaque() : -1;
	}

	/**
	 * State and times at one moment. Neither time ever falls from one reading to the
	 * next, whoever reads.
	 * <p>
	 * The clock is read between two equal readings of the account, or a job that ends in
	 * between would be charged for time after its end. That isn't all: a worker looks at
	 * the clock before it writes down that it begins or ends.
	 *
	 * <pre>
	 * worker: looks at the clock (10)                          writes the end (10)
	 * reader:                         looks at the clock (12)                      looks again
	 * </pre>
	 *
	 * The first reading says busy until 12, and the second must not say until 10. So what
	 * a reading adds to the one before is at least nothing and at most the time between
	 * them. Readers take turns, or the one before might be of a later moment.
	 * @param clock nanoseconds since the start; never falls
	 */
	synchronized Reading read(LongSupplier clock) {
		while (true) {
			long before = this.account;
			long now = clock.getAsLong();
			if (before == this.account) {
				long busy = (before < 0) ? before + now + 1 : before;
				this.busyNanos = Math.min(Math.max(busy, this.busyNanos), now - this.idleNanos);
				this.idleNanos = now - this.busyNanos;
				return new Reading(before < 0, this.busyNanos, this.idleNanos);
			}
		}
	}

	/**
	 * State and times at one moment.
	 *
	 * @param isBusy whether the worker was busy
	 * @param busyNanos the busy time so far
	 * @param idleNanos the rest of the time since the start
	 */
	record Reading(boolean isBusy, long busyNanos, long idleNanos) {

	}

}
