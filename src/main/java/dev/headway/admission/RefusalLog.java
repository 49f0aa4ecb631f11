package dev.headway.admission;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Counts refusals, and logs a burst of them twice: one warning when it begins and one
 * line with figures when no refusal has come for a while. Thread-safe; logs outside its
 * lock, so that a slow log holds up no other refusal.
 */
public final class RefusalLog {

	static final Duration CALM = Duration.ofSeconds(5);

	private final LongAdder full = new LongAdder();

	private final LongAdder timeout = new LongAdder();

	private final LongSupplier clock;

	private final Logger logger;

	// Mutable state, guarded by this

	private boolean going;

	private long beganAt;

	private long lastAt;

	private long fullBefore;

	private long timeoutBefore;

	/**
	 * Has counted none yet.
	 * @param clock tells the time in nanoseconds
	 * @param logger logs that refusals begin and end
	 */
	public RefusalLog(LongSupplier clock, Logger logger) {
		this.clock = clock;
		this.logger = logger;
	}

	/** A request was refused. */
	void refused(Reason reason) {
		if (count(reason)) {
			this.logger.log(Level.WARNING, "Refusing requests: " + switch (reason) {
				case FULL -> "the waiting room is full";
				case TIMEOUT -> "they have waited longer than headway.waiting.timeout";
			});
		}
	}

	/** Logs the end of a burst, if it has ended. To be called periodically. */
	void settle() {
		String end = end();
		if (end != null) {
			this.logger.log(Level.INFO, end);
		}
	}

	/**
	 * Counts a refusal.
	 * @return whether it is the first in a while
	 */
	private synchronized boolean count(Reason reason) {
		boolean first = !this.going;
		this.lastAt = this.clock.getAsLong();
		if (first) {
			this.going = true;
			this.beganAt = this.lastAt;
			this.fullBefore = full();
			this.timeoutBefore = timeout();
		}
		switch (reason) {
			case FULL -> this.full.increment();
			case TIMEOUT -> this.timeout.increment();
		}
		return first;
	}

	/** The line that reports the end, or null if the burst hasn't ended. */
	private synchronized @Nullable String end() {
		if (!this.going || this.clock.getAsLong() - this.lastAt < CALM.toNanos()) {
			return null;
		}
		this.going = false;
		return "Refusing no more: %d requests in %d s, %d because the waiting room was full, %d after waiting too long"
			.formatted(full() + timeout() - this.fullBefore - this.timeoutBefore,
					Duration.ofNanos(this.lastAt - this.beganAt).toSeconds(), full() - this.fullBefore,
					timeout() - this.timeoutBefore);
	}

	/**
	 * How many requests were refused since the start because the room was full.
	 * @return never less than before
	 */
	public long full() {
		return this.full.sum();
	}

	/**
	 * How many requests were refused since the start because they had waited too long.
	 * @return never less than before
	 */
	public long timeout() {
		return this.timeout.sum();
	}

}
