package dev.headway.worker;

/**
 * Adds up the time a worker is busy, in one {@code long}, so that a reader on another
 * thread sees state and time together, without a lock: idle time is whatever is missing
 * to the time since the start.
 * <p>
 * With <var>t</var> the nanoseconds since the start and <var>b</var> the busy time
 * counted so far, the account holds <var>b</var> (zero or more) while idle, and <var>b -
 * t<sub>begin</sub> - 1</var> (always negative, for busy time never exceeds time) while
 * busy. In between, adding the present <var>t</var> gives the busy time.
 * <p>
 * One thread writes; any thread reads.
 */
final class BusyClock {

	private volatile long account;

	/** Begins a busy period at the given time, in nanoseconds since the start. */
	void begin(long now) {
		this.account = this.account - now - 1;
	}

	/** Ends the busy period. */
	void end(long now) {
		this.account = this.account + now + 1;
	}

	/** Reads state and time at once; {@link Reading} makes sense of them. */
	Reading read() {
		return new Reading(this.account);
	}

	/** What the account held at one moment. */
	record Reading(long account) {

		boolean isBusy() {
			return this.account < 0;
		}

		/** The busy time up to the given time, in nanoseconds. */
		long busyNanos(long now) {
			return isBusy() ? this.account + now + 1 : this.account;
		}

	}

}
