package dev.headway.admission;

import java.util.ArrayList;
import java.util.List;

/**
 * What has been seen of one handler, and the pace that follows from it.
 * <p>
 * <b>Rule.</b> A handler is slow while one of its requests has been in progress for
 * longer than the bound. Otherwise it is quick if the moving average of the time its
 * requests held a worker is under the bound. If it isn't, it is slow when most of its
 * last requests were, and unsure when they weren't: then it was some pause that hit
 * requests of a quick handler. Without any finished request it is unsure.
 * <p>
 * The average starts at zero and each request moves it by a tenth of the difference. So
 * one request that takes ten times the bound or more makes a handler slow at once, while
 * the first request after a start, which pays for loading classes, may take up to that.
 * <p>
 * <b>Limits.</b> A pace belongs to a handler, not to what it is asked: one that is slow
 * for some paths and quick for others is taken for what it mostly is. A quick handler
 * that stalls can take every free worker within the length of the bound; from then on it
 * gets none beyond the slots.
 * <p>
 * Not thread-safe: guarded by the admission's lock.
 */
final class HandlerRecord {

	/** How much one request moves the averages. */
	private static final double WEIGHT = 0.1;

	/** As many quick requests as slow ones. */
	private static final double EVEN = 0.5;

	private final long boundNanos;

	private final List<Ticket> running = new ArrayList<>();

	private boolean known;

	private double averageNanos;

	private double quickShare = EVEN;

	private int waiting;

	HandlerRecord(long boundNanos) {
		this.boundNanos = boundNanos;
	}

	Pace pace(long now) {
		if (!this.running.isEmpty() && isOverBound(now - this.running.get(0).startedAt())) {
			return Pace.SLOW;
		}
		if (!this.known) {
			return Pace.UNSURE;
		}
		if (this.averageNanos < this.boundNanos) {
			return Pace.QUICK;
		}
		return (this.quickShare > EVEN) ? Pace.UNSURE : Pace.SLOW;
	}

	boolean isOverBound(long nanos) {
		return nanos >= this.boundNanos;
	}

	/** Whether any of its requests is in progress. */
	boolean isRunning() {
		return !this.running.isEmpty();
	}

	/** A request begins to hold a worker; later ones never begin earlier. */
	void started(Ticket ticket) {
		this.running.add(ticket);
	}

	/** A request lets go of its worker. */
	void finished(Ticket ticket, long heldNanos) {
		this.running.remove(ticket);
		this.known = true;
		this.averageNanos += WEIGHT * (heldNanos - this.averageNanos);
		this.quickShare += WEIGHT * ((isOverBound(heldNanos) ? 0 : 1) - this.quickShare);
	}

	void waits() {
		this.waiting++;
	}

	void waitsNoMore() {
		this.waiting--;
	}

	boolean hasWaiting() {
		return this.waiting > 0;
	}

}
