package dev.headway.worker;

/**
 * Tells what lasts too long: it was found to have lasted for a certain time, and is found
 * again a tick later. Once isn't enough: after a pause of the whole process (a garbage
 * collection, a stopped container) everything looks old for a moment.
 * <p>
 * No clock: the caller passes the time. Not thread-safe.
 */
final class Overdue {

	private final long afterNanos;

	private final long tickNanos;

	// Mutable state: what was found last

	private boolean found;

	/** When that began. */
	private long since;

	/** When it was found first. */
	private long foundAt;

	Overdue(long afterNanos, long tickNanos) {
		this.afterNanos = afterNanos;
		this.tickNanos = tickNanos;
	}

	/**
	 * How much later something may be overdue.
	 * @param now this moment, in nanoseconds
	 * @param begin when it began, which tells it from others
	 * @return nanoseconds; 0 or less if it is overdue now
	 */
	long leftNanos(long now, long begin) {
		long left = this.afterNanos - (now - begin);
		if (left > 0) {
			this.found = false;
			return left;
		}
		if (!this.found || this.since != begin) {
			this.found = true;
			this.since = begin;
			this.foundAt = now;
		}
		return this.tickNanos - (now - this.foundAt);
	}

}
