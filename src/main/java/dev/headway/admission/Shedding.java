package dev.headway.admission;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Counts refusals, and tells of them twice, not each time: with one warning when they
 * begin and one line with figures when none has come for a while. Thread-safe.
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
		synchronized (this) {
			this.lastAt = this.clock.getAsLong();
			if (!this.going) {
				this.going = true;
				this.beganAt = this.lastAt;
				this.fullBefore = full();
				this.timeoutBefore = timeout();
				logger.warn("Refusing requests: " + switch (reason) {
					case FULL -> "the waiting room is full";
					case TIMEOUT -> "they have waited longer than headway.waiting.timeout";
				});
			}
			switch (reason) {
				case FULL -> this.full.increment();
				case TIMEOUT -> this.timeout.increment();
			}
		}
	}

	/** Tells of the end, if this is it. To be called every now and then. */
	synchronized void settle() {
		if (this.going && this.clock.getAsLong() - this.lastAt >= CALM.toNanos()) {
			this.going = false;
			logger.info(
					"Refusing no more: %d requests in %d s, %d because the waiting room was full, %d after waiting too long"
						.formatted(full() + timeout() - this.fullBefore - this.timeoutBefore,
								Duration.ofNanos(this.lastAt - this.beganAt).toSeconds(), full() - this.fullBefore,
								timeout() - this.timeoutBefore));
		}
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
