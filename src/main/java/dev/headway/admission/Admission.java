package dev.headway.admission;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;

/**
 * Decides which requests may hold a worker. Those of slow handlers need one of a fixed
 * number of slots. Those of quick ones need none, but no more than that number of them
 * run before one has proved quick. All others wait in a room, without a worker. A request
 * is refused when the room is full or it has waited too long.
 * <p>
 * Always true, exempt requests left out:
 * <ul>
 * <li>entered = running + waiting + refused + left;</li>
 * <li>slots taken &lt;= slots, waiting &lt;= capacity;</li>
 * <li>while any wait whose handler isn't awaiting proof, slots taken + min(overdrawn,
 * slots / 2) &gt;= slots. Overdrawn are requests that were admitted without a slot before
 * their handler was known to be slow. Slots stay empty to make up for them, but never
 * more than half;</li>
 * <li>of a handler whose pace is learned, no more requests than there are slots run
 * unproven, as long as half of the room is free;</li>
 * <li>of those whose handler isn't awaiting proof, the request that waits longest gets
 * the next slot; those whose handler turns out quick need none and go at once, in their
 * order;</li>
 * <li>trials, which find out about a handler, are at most one of a handler and no more
 * than there are slots; while the room is full, a new handler may have half of them, but
 * not the last one;</li>
 * <li>a handler with more than half of a full room loses its newest place to a new
 * handler;</li>
 * <li>each decision takes constant time on average, however many wait; in the last case
 * and if the one that waits longest is awaiting proof, time in proportion to the handlers
 * that wait.</li>
 * </ul>
 * Thread-safe. Observers and waiting requests are called outside the lock.
 */
public final class Admission {

	private final AdmissionMode mode;

	private final LongSupplier clock;

	private final AdmissionObserver observer;

	private final HandlerRecord exempt;

	/** Guarded by this, like the gate. */
	private final HandlerRecords handlers;

	private final Gate gate;

	/**
	 * Knows no handler yet.
	 * @param settings its limits
	 * @param clock nanoseconds since any moment, never less than before
	 * @param random numbers from 0 up to 1
	 * @param observer receives decisions
	 */
	public Admission(AdmissionSettings settings, LongSupplier clock, DoubleSupplier random,
			AdmissionObserver observer) {
		this.mode = settings.mode();
		this.clock = clock;
		this.observer = observer;
		this.exempt = new HandlerRecord(new HandlerKey("", ""), settings.quickUnder().toNanos(), settings.slots());
		this.handlers = new HandlerRecords(settings.quickUnder().toNanos(), settings.slots());
		this.gate = new Gate(settings, this.handlers, random);
	}

	/**
	 * A request asks to run. One that may counts as started, since a worker asks.
	 * @param key its handler
	 * @param declared the handler's declared pace
	 * @return its ticket, which runs, waits or is refused; in any case it has to
	 * {@link #leave} in the end
	 */
	public Ticket enter(HandlerKey key, DeclaredPace declared) {
		if (this.mode == AdmissionMode.OFF || declared == DeclaredPace.EXEMPT) {
			Ticket ticket = new Ticket(this.exempt, DeclaredPace.EXEMPT, 0);
			ticket.admit(Hold.NOTHING, 0);
			return ticket;
		}
		Decisions decisions = new Decisions(this.observer);
		Ticket ticket;
		synchronized (this) {
			ticket = this.gate.enter(key, declared, this.clock.getAsLong(), decisions);
		}
		decisions.tell();
		return ticket;
	}

	/**
	 * Runs an action when the ticket is decided: at once if it is decided already or has
	 * left, never if it leaves first.
	 * @param ticket one that waits, or did a moment ago
	 * @param action runs once, on the thread that decides
	 */
	public void whenDecided(Ticket ticket, Runnable action) {
		synchronized (this) {
			if (ticket.state() == State.WAITING) {
				ticket.whenDecided(action);
				return;
			}
		}
		action.run();
	}

	/**
	 * A request that waited has got its worker. It has had its slot since the decision,
	 * but the wait for the worker doesn't count as its handler's time.
	 * @param ticket one that waited and may run; with others nothing happens
	 */
	public synchronized void started(Ticket ticket) {
		if (!ticket.isExempt() && ticket.state() == State.RUNNING && !ticket.hasStarted()) {
			this.gate.start(ticket, this.clock.getAsLong());
		}
	}

	/**
	 * A request is over, or lets go of its worker for good, or its client has gone. It
	 * may leave at any time, and again.
	 * @param ticket any
	 * @param outcome how it ended; of no matter if it never ran
	 */
	public void leave(Ticket ticket, Outcome outcome) {
		if (ticket.isExempt()) {
			ticket.leave();
			return;
		}
		decide((now, decisions) -> {
			switch (ticket.state()) {
				case RUNNING -> this.gate.finish(ticket, outcome, now, decisions);
				case WAITING -> this.gate.giveUp(ticket);
				case REFUSED, LEFT -> {
				}
			}
		});
	}

	/**
	 * Learns a handler's pace from a request of the process, which no figure counts.
	 * @param key its handler
	 * @param heldNanos how long it has held a worker, 0 or more
	 */
	public synchronized void learn(HandlerKey key, long heldNanos) {
		if (this.mode != AdmissionMode.OFF) {
			this.handlers.get(key).learn(heldNanos, this.clock.getAsLong());
		}
	}

	/** Refuses those that have waited too long. To be called periodically. */
	public void expire() {
		decide(this.gate::expire);
	}

	/** Grants no more slots: waiting requests go on waiting, and new ones are refused. */
	public synchronized void close() {
		this.gate.close();
	}

	/** Grants slots again, after {@link #close}. */
	public synchronized void open() {
		this.gate.open();
	}

	/** Refuses all that wait, because there is no more time for them. */
	public void expireAll() {
		decide(this.gate::expireAll);
	}

	/**
	 * How long a client that is refused now should wait: see {@link RetryAfter}.
	 * @return whole seconds, 1 or more
	 */
	public synchronized Duration retryAfter() {
		return this.gate.retryAfter().next(this.clock.getAsLong());
	}

	/**
	 * {@return how many wait, 0 or more}
	 */
	public synchronized int waiting() {
		return this.gate.room().size();
	}

	/**
	 * {@return how many can wait, 0 or more}
	 */
	public synchronized int capacity() {
		return this.gate.room().capacity();
	}

	/**
	 * {@return how many slots are taken, 0 or more}
	 */
	public synchronized int slotsTaken() {
		return this.gate.slots().taken().size();
	}

	/**
	 * {@return how many slots there are, 1 or more}
	 */
	public synchronized int slots() {
		return this.gate.slots().size();
	}

	/**
	 * How many requests ran at once but would have waited, while decisions are observed.
	 * @return never less than before; 0 if they are enforced
	 */
	public synchronized long wouldWait() {
		return this.gate.counts().wouldWait();
	}

	/**
	 * How many requests ran at once but would have been refused, while decisions are
	 * observed.
	 * @return never less than before; 0 if they are enforced
	 */
	public synchronized long wouldRefuse() {
		return this.gate.counts().wouldRefuse();
	}

	/**
	 * All figures, of the same moment. Nothing is decided meanwhile, so this is for a few
	 * times a second.
	 * @return the figures
	 */
	public synchronized AdmissionSnapshot snapshot() {
		return this.gate.snapshot(this.clock.getAsLong());
	}

	private void decide(Decider decider) {
		Decisions decisions = new Decisions(this.observer);
		synchronized (this) {
			decider.decide(this.clock.getAsLong(), decisions);
		}
		decisions.tell();
	}

	/** Decides something under the lock. */
	private interface Decider {

		void decide(long now, Decisions decisions);

	}

}
