package dev.headway.admission;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Counts refusals, and tells of them twice, not each time: with one warning when they
 * begin and one line with figures when none has come for a while. Thread-safe; logs
 * outside its lock, so that a slow log holds up no other refusal.
 */
final class Shedding {

	static final Duration CALM = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(Shedding.class);

	private final LongAdder full = new LongAdder();

	private final LongAdder timeout = new LongAdder();

	private final LongSupplier clock;

	// Mutable state, guarded by this

	private boolean going;

	private long beganAt;

	private long lastAt;

	private long fullBefore;

	private long timeoutBefore;

	Shedding(LongSupplier clock) {
		this.clock = clock;
	}

	/** A request was refused. */
	void refused(Reason reason) {
		if (count(reason)) {
			logger.warn("Refusing requests: " + switch (reason) {
				case FULL -> "the waiting room is full";
				case TIMEOUT -> "they have waited longer than headway.waiting.timeout";
			});
		}
	}

	/** Tells of the end, if this is it. To be called every now and then. */
	void settle() {
		String end = end();
		if (end != null) {
			logger.info(end);
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

	/** What is to be told of the end, or null if this isn't it. */
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

	/** Requests refused since the start because the room was full. */
	long full() {
		return this.full.sum();
	}

	/** Requests refused since the start because they had waited too long. */
	long timeout() {
		return this.timeout.sum();
	}

}
