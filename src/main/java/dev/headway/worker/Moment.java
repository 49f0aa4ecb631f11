package dev.headway.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * One moment on both clocks: the one that measures (nanoseconds from an arbitrary origin)
 * and the one that tells the date. Moments on the first can be told on the second.
 *
 * @param nanos as {@link System#nanoTime()}
 * @param instant the same moment
 */
record Moment(long nanos, Instant instant) {

	static Moment now(LongSupplier clock, InstantSource instants) {
		return new Moment(clock.getAsLong(), instants.instant());
	}

	/** The date of another moment on the measuring clock. */
	Instant at(long otherNanos) {
		return this.instant.minusNanos(this.nanos - otherNanos);
	}

}
