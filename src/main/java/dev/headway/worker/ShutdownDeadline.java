package dev.headway.worker;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * The deadline of a server's shutdown. Several parts of the shutdown share it: the first
 * one that calls {@link #begin} starts the time, the others get what is left.
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
	 * Starts the time, unless it runs already.
	 */
	public synchronized void begin() {
		if (!this.begun) {
			this.end = this.clock.getAsLong() + this.timeout.toNanos();
			this.begun = true;
		}
	}

	/**
	 * Sets the time back, since the server runs again.
	 */
	public synchronized void reset() {
		this.begun = false;
	}

	/**
	 * Starts the time, unless it runs already, and returns how much of it is left.
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
