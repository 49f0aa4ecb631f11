package dev.headway.worker;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Adds up a worker's busy time in one {@code long}, so that a reader on another thread
 * sees state and time together. Idle time is the rest of the time since the start.
 * <p>
 * With <var>t</var> the nanoseconds since the start and <var>b</var> the busy time
 * counted so far, the account holds <var>b</var> (zero or more) while idle, and <var>b -
 * t<sub>begin</sub> - 1</var> (always negative, since busy time never exceeds the time
 * since the start) while busy. In between, adding the present <var>t</var> gives the busy
 * time.
 * <p>
 * One thread writes and never waits. Any thread may read; readers wait for each other.
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
	 * idle. If another one begins during the call, the result may be the beginning of
	 * that one.
	 */
	long busySince() {
		return isBusy() ? this.begunAt.getOpaque() : -1;
	}

	/**
	 * State and times at one moment. Neither time ever falls from one reading to the
	 * next, even if different threads read.
	 * <p>
	 * The clock is read between two equal readings of the account. Otherwise a job that
	 * ends in between would be charged for time after its end. A second race remains: a
	 * worker reads the clock before it writes that it begins or ends.
	 *
	 * <pre>
	 * worker: reads the clock (10)                        writes the end (10)
	 * reader:                       reads the clock (12)                      reads again
	 * </pre>
	 *
	 * The first reading says busy until 12, and the second must not say busy until 10. So
	 * each time grows by at least zero, and by at most the time between the readings.
	 * Readers exclude each other, so that the previous reading is never of a later
	 * moment.
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
