package dev.headway.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * By when a server that shuts down has to be gone. The time begins to run once, when the
 * first of those that share it begins its part of the work; the others get what is left.
 * Thread-safe; reading it allocates nothing.
 */
public final class ShutdownDeadline {

	private final Duration timeout;

	private final LongSupplier clock;

	private volatile boolean begun;

	// Mutable state, guarded by this until begun

	private long end;

	/**
	 * Makes a deadline that isn't running yet.
	 * @param timeout how long the whole shutdown may take
	 */
	public ShutdownDeadline(Duration timeout) {
		this(timeout, System::nanoTime);
	}

	ShutdownDeadline(Duration timeout, LongSupplier clock) {
		this.timeout = timeout;
		this.clock = clock;
	}

	/**
	 * How long the whole shutdown may take.
	 * @return the time as configured
	 */
	public Duration timeout() {
		return this.timeout;
	}

	/**
	 * Has the time run from now on, unless it does already.
	 */
	public synchronized void begin() {
		if (!this.begun) {
			this.end = this.clock.getAsLong() + this.timeout.toNanos();
			this.begun = true;
		}
	}

	/**
	 * Has the time run, and tells how much of it is left.
	 * @return 0 or more
	 */
	public Duration remaining() {
		begin();
		return Duration.ofNanos(Math.max(0, remainingNanos()));
	}

	/**
	 * How much time is left.
	 * @return nanoseconds; less than 0 after the deadline, {@link Long#MAX_VALUE} as long
	 * as the time isn't running
	 */
	public long remainingNanos() {
		return this.begun ? this.end - this.clock.getAsLong() : Long.MAX_VALUE;
	}

}
