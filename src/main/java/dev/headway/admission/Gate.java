package dev.headway.admission;

import java.util.function.DoubleSupplier;
import java.util.function.Supplier;

import dev.headway.admission.Ticket.Hold;
import org.jspecify.annotations.Nullable;

/**
 * The decisions of an {@link Admission}, and what they are based on. Not thread-safe:
 * guarded by the admission's lock.
 */
final class Gate {

	private final AdmissionMode mode;

	private final HandlerRecords handlers;

	private final Slots slots;

	private final WaitingRoom room;

	private final ServiceTime serviceTime;

	private final RetryAfter retryAfter;

	private final AdmissionCounts counts = new AdmissionCounts();

	private boolean closed;

	Gate(AdmissionSettings settings, HandlerRecords handlers, DoubleSupplier random) {
		long boundNanos = settings.quickUnder().toNanos();
		this.mode = settings.mode();
		this.handlers = handlers;
		this.slots = new Slots(settings.slots(), boundNanos);
		this.room = new WaitingRoom(settings.capacity(), settings.timeout().toNanos());
		this.serviceTime = new ServiceTime(settings.quickUnder(), settings.timeout());
		this.retryAfter = new RetryAfter(this.room, this.slots, this.serviceTime, random);
	}

	Ticket enter(HandlerKey key, DeclaredPace declared, long now, Decisions decisions) {
		Ticket ticket = new Ticket(this.handlers.get(key), declared, now);
		ticket.handler().entered(declared);
		this.counts.entered();
		// time has passed: those of the handler that wait come first
		admitWaitingOf(ticket.handler(), now, decisions);
		Hold hold = holdFor(ticket, now);
		if (hold != Hold.NOTHING) {
			admit(ticket, hold, now);
			start(ticket, now);
		}
		else if (this.mode == AdmissionMode.OBSERVE) {
			this.counts.passed(this.room.capacity());
			admit(ticket, hold, now);
			start(ticket, now);
		}
		else if (this.closed) {
			refuse(ticket, Reason.TIMEOUT, now, decisions);
		}
		else {
			waitOrTry(ticket, now, decisions);
		}
		return ticket;
	}

	/** A request that may run has got its worker. */
	void start(Ticket ticket, long now) {
		ticket.start(now);
		ticket.handler().started(ticket);
		this.slots.started(ticket);
	}

	/** A request that may run is over. */
	void finish(Ticket ticket, Outcome outcome, long now, Decisions decisions) {
		HandlerRecord handler = ticket.handler();
		if (ticket.hasStarted()) {
			long held = now - ticket.startedAt();
			handler.learn(ticket, held, outcome, now);
			if (outcome != Outcome.ABORTED) {
				this.serviceTime.finished(held);
			}
		}
		this.slots.left(ticket);
		this.counts.finished(ticket.hold());
		handler.left(ticket);
		ticket.leave();
		admitWaiting(now, decisions);
		admitWaitingOf(handler, now, decisions);
	}

	/** A request that waits gives up. */
	void giveUp(Ticket ticket) {
		this.room.leave(ticket);
		ticket.handler().left(ticket);
		ticket.leave();
		this.counts.gaveUp();
	}

	/** Refuses those that have waited too long, and admits those that may run by now. */
	void expire(long now, Decisions decisions) {
		refuseWhile(() -> this.room.firstOverdue(now), now, decisions);
		admitWaiting(now, decisions);
		this.room.handlers().forEach((handler) -> admitWaitingOf(handler, now, decisions));
	}

	void expireAll(long now, Decisions decisions) {
		refuseWhile(this.room::first, now, decisions);
	}

	void close() {
		this.closed = true;
	}

	void open() {
		this.closed = false;
	}

	AdmissionCounts counts() {
		return this.counts;
	}

	RetryAfter retryAfter() {
		return this.retryAfter;
	}

	WaitingRoom room() {
		return this.room;
	}

	AdmissionSnapshot snapshot(long now) {
		return this.counts.snapshot(this.room, this.slots, this.handlers.figures(now), now);
	}

	/**
	 * What a request may run on now. No request overtakes another by this: no slot is
	 * free while any waits, except for those awaiting proof.
	 */
	private Hold holdFor(Ticket ticket, long now) {
		if (awaitsProof(ticket, now)) {
			return Hold.NOTHING;
		}
		LearnedPace pace = switch (ticket.declared()) {
			case SLOW -> LearnedPace.SLOW;
			case LEARN -> ticket.handler().paceToTry(now);
			case QUICK, EXEMPT -> LearnedPace.QUICK;
		};
		if (pace == LearnedPace.QUICK) {
			return (ticket.declared() == DeclaredPace.LEARN) ? Hold.QUICK : Hold.DECLARED;
		}
		if (!this.closed && this.slots.isFree(now)) {
			return Hold.SLOT;
		}
		boolean tried = !this.closed && pace == LearnedPace.UNSURE && this.slots.mayTry();
		return tried ? Hold.TRIAL : Hold.NOTHING;
	}

	private void waitOrTry(Ticket ticket, long now, Decisions decisions) {
		boolean tooEarly = this.room.isFull() && ticket.declared() == DeclaredPace.LEARN && ticket.handler().isNew(now);
		if (tooEarly && this.slots.mayTryAgain()) {
			Ticket first = ticket.handler().firstWaiting();
			if (first == null) {
				admit(ticket, Hold.TRIAL, now);
				start(ticket, now);
				return;
			}
			admitWaiting(first, Hold.TRIAL, now, decisions);
		}
		else if (tooEarly) {
			Ticket newest = this.room.newestOfCrowd(ticket.handler());
			if (newest != null) {
				refuseWaiting(newest, Reason.FULL, now, decisions);
			}
		}
		if (this.room.isFull()) {
			refuse(ticket, Reason.FULL, now, decisions);
		}
		else {
			this.room.join(ticket);
		}
	}

	Slots slots() {
		return this.slots;
	}

	/** Half of the room is for those that wait for a slot: a crowd must not fill it. */
	private boolean awaitsProof(Ticket ticket, long now) {
		return ticket.declared() == DeclaredPace.LEARN && ticket.handler().isAwaitingProof(now)
				&& !this.room.isHalfFull();
	}

	/** Gives free slots to those that have waited longest. */
	private void admitWaiting(long now, Decisions decisions) {
		while (!this.closed && this.slots.isFree(now)) {
			Ticket first = this.room.firstThat((ticket) -> !awaitsProof(ticket, now));
			if (first == null) {
				return;
			}
			// without a slot if its handler is quick and waited for proof alone
			admitWaiting(first, holdFor(first, now), now, decisions);
		}
	}

	/** Lets in those that wait because of what their handler was taken for. */
	private void admitWaitingOf(HandlerRecord handler, long now, Decisions decisions) {
		Ticket first = handler.firstWaiting();
		while (first != null && !this.closed) {
			Hold hold = holdFor(first, now);
			if (hold == Hold.NOTHING) {
				return;
			}
			admitWaiting(first, hold, now, decisions);
			first = handler.firstWaiting();
		}
	}

	private void admitWaiting(Ticket ticket, Hold hold, long now, Decisions decisions) {
		this.room.leave(ticket);
		admit(ticket, hold, now);
		decisions.afterWaiting(ticket);
	}

	private void admit(Ticket ticket, Hold hold, long now) {
		ticket.admit(hold, now);
		ticket.handler().admitted(ticket, now);
		this.slots.admitted(ticket);
		this.counts.admitted();
	}

	private void refuseWhile(Supplier<@Nullable Ticket> next, long now, Decisions decisions) {
		for (Ticket ticket = next.get(); ticket != null; ticket = next.get()) {
			refuseWaiting(ticket, Reason.TIMEOUT, now, decisions);
		}
	}

	private void refuseWaiting(Ticket ticket, Reason reason, long now, Decisions decisions) {
		this.room.leave(ticket);
		refuse(ticket, reason, now, decisions);
		decisions.afterWaiting(ticket);
	}

	private void refuse(Ticket ticket, Reason reason, long now, Decisions decisions) {
		ticket.handler().left(ticket);
		ticket.handler().refused();
		ticket.refuse(reason, now);
		this.counts.refused();
		decisions.refused(ticket);
	}

}
