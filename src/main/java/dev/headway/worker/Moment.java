package dev.headway.worker;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * One moment on two clocks: one that measures (nanoseconds from an arbitrary origin) and
 * one that knows the date. It converts other moments of the first to the second.
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
