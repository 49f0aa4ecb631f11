package dev.headway.admission;

import java.util.List;

import dev.headway.admission.Ticket.Hold;

/** Counts what becomes of requests. Not thread-safe: guarded by the admission's lock. */
final class AdmissionCounts {

	private long entered;

	private int running;

	private long refused;

	private long left;

	private long wouldWait;

	private long wouldRefuse;

	/** Those that run though they should wait. */
	private int passing;

	void entered() {
		this.entered++;
	}

	void admitted() {
		this.running++;
	}

	void refused() {
		this.refused++;
	}

	void gaveUp() {
		this.left++;
	}

	void finished(Hold hold) {
		this.running--;
		this.left++;
		if (hold == Hold.NOTHING) {
			this.passing--;
		}
	}

	/** A request runs that should wait, as far as the room has room for it. */
	void passed(int capacity) {
		if (this.passing < capacity) {
			this.wouldWait++;
		}
		else {
			this.wouldRefuse++;
		}
		this.passing++;
	}

	long wouldWait() {
		return this.wouldWait;
	}

	long wouldRefuse() {
		return this.wouldRefuse;
	}

	AdmissionSnapshot snapshot(WaitingRoom room, Slots slots, List<HandlerFigures> handlers, long now) {
		return new AdmissionSnapshot(this.entered, this.running, room.size(), this.refused, this.left,
				slots.taken().size(), slots.overdrawn(now), slots.trials(), this.wouldWait, this.wouldRefuse, handlers);
	}

}
