package dev.headway.admission;

import dev.headway.admission.Ticket.Hold;

/**
 * Requests with a slot, and those without one that turned out slow.
 * <p>
 * Always true: taken &lt;= slots; trials &lt;= slots. Overdrawn are those that were
 * admitted without a slot, because of what their handler was taken for or on trial, and
 * have held a worker for longer than the bound. A slot is free while taken +
 * min(overdrawn, slots / 2) &lt; slots: so slow requests of known handlers make up for
 * wrong guesses, but at least half of the slots stay usable. Each operation takes
 * constant time on average. Not thread-safe.
 */
final class Slots {

	private final int size;

	private final long boundNanos;

	/** Those with a slot, by when they got it. */
	private final Line<Ticket> taken = new Line<>();

	/** Those that run without and aren't over the bound yet, by when they started. */
	private final Line<Ticket> withinBound = new Line<>();

	private final Line<Ticket> overdrawn = new Line<>();

	private int trials;

	Slots(int size, long boundNanos) {
		this.size = size;
		this.boundNanos = boundNanos;
	}

	boolean isFree(long now) {
		return this.taken.size() + Math.min(overdrawn(now), mostOverdrawn()) < this.size;
	}

	/** Whether one more request may run to find out about its handler. */
	boolean mayTry() {
		return this.trials < this.size;
	}

	/**
	 * The same for a handler of which one runs already: half of the trials, and at least
	 * one, are for others.
	 */
	boolean mayTryAgain() {
		return this.trials < this.size - Math.max(1, this.size / 2);
	}

	void admitted(Ticket ticket) {
		if (ticket.hold() == Hold.SLOT) {
			ticket.standAt(this.taken.join(ticket));
		}
		else {
			ticket.standAt(null);
		}
		if (ticket.hold() == Hold.TRIAL) {
			this.trials++;
		}
	}

	/** A request begins to hold a worker; later ones never begin earlier. */
	void started(Ticket ticket) {
		if (ticket.hold() == Hold.QUICK || ticket.hold() == Hold.TRIAL) {
			ticket.standAt(this.withinBound.join(ticket));
		}
	}

	void left(Ticket ticket) {
		ticket.standAt(null);
		if (ticket.hold() == Hold.TRIAL) {
			this.trials--;
		}
	}

	int size() {
		return this.size;
	}

	Line<Ticket> taken() {
		return this.taken;
	}

	int trials() {
		return this.trials;
	}

	/** How many run without a slot that should have one. */
	int overdrawn(long now) {
		Ticket oldest = this.withinBound.first();
		while (oldest != null && now - oldest.startedAt() >= this.boundNanos) {
			oldest.standAt(this.overdrawn.join(oldest));
			oldest = this.withinBound.first();
		}
		return this.overdrawn.size();
	}

	/** Up to how many of them a slot stays empty. */
	int mostOverdrawn() {
		return this.size / 2;
	}

}
