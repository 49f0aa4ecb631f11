package dev.headway.admission;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

/**
 * Estimates when a retry makes sense: when all that waits now will have had its turn, by
 * how long slow requests take; no later than when all of it will have timed out, and no
 * sooner than in a second. Each client is told between that and twice as much, or the
 * crowd that was refused together would come back together.
 * <p>
 * Not thread-safe: guarded by the admission's lock.
 */
final class RetryAfter {

	private final WaitingRoom room;

	private final Slots slots;

	private final ServiceTime serviceTime;

	private final DoubleSupplier random;

	/**
	 * Reads the present state each time.
	 * @param random numbers from 0 up to 1
	 */
	RetryAfter(WaitingRoom room, Slots slots, ServiceTime serviceTime, DoubleSupplier random) {
		this.room = room;
		this.slots = slots;
		this.serviceTime = serviceTime;
		this.random = random;
	}

	/** The time to tell one client, in whole seconds. */
	Duration next(long now) {
		double timedOut = this.room.timeoutNanos() - this.room.youngestNanos(now);
		double seconds = Math.max(1, Math.ceil(Math.min(turnNanos(now), timedOut) / 1e9));
		return Duration.ofSeconds(Math.round(seconds * (1 + this.random.getAsDouble())));
	}

	/**
	 * How long it takes until the slots have served all that waits and one is free: the
	 * rounds that it takes, and what its holder needs in the first of them.
	 */
	private double turnNanos(long now) {
		Line<Ticket> taken = this.slots.taken();
		double each = this.serviceTime.nanos(heldNanos(taken.get(taken.size() / 2), now));
		int rounds = this.room.size() / this.slots.size();
		int free = this.slots.size() - taken.size();
		int holder = this.room.size() % this.slots.size() - free;
		double rest = (holder < 0) ? 0 : Math.max(0, each - heldNanos(taken.get(holder), now));
		return rounds * each + rest;
	}

	private static long heldNanos(@Nullable Ticket holder, long now) {
		return (holder != null) ? now - holder.decidedAt() : 0;
	}

}
