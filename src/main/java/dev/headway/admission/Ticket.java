package dev.headway.admission;

import java.util.Objects;
import java.util.Optional;
import java.util.function.LongSupplier;

import dev.headway.admission.Line.Place;
import org.jspecify.annotations.Nullable;

/**
 * One request's way through the {@link Admission}: it runs, or waits and then runs or is
 * refused, or is refused at once. One that runs or waits leaves in the end. Guarded by
 * the admission's lock, except for what is public.
 */
public final class Ticket {

	private final HandlerRecord handler;

	private final DeclaredPace declared;

	private final long enteredAt;

	// Mutable state, guarded by the admission's lock

	private volatile State state = State.WAITING;

	private Hold hold = Hold.NOTHING;

	private volatile long decidedAt;

	private boolean started;

	private long startedAt;

	private @Nullable Reason reason;

	private @Nullable Runnable whenDecided;

	/** In the room, or among those with or without a slot. */
	private @Nullable Place<Ticket> place;

	/** Among those of its handler that wait or run, or that wait with a declared pace. */
	private @Nullable Place<Ticket> placeAtHandler;

	private volatile LongSupplier clientNanos = () -> 0;

	Ticket(HandlerRecord handler, DeclaredPace declared, long now) {
		this.handler = handler;
		this.declared = declared;
		this.enteredAt = now;
		this.decidedAt = now;
	}

	/**
	 * Where the request is on its way. Any thread may ask.
	 * @return the state, which may be another one at once if it is WAITING
	 */
	public State state() {
		return this.state;
	}

	/**
	 * Why the request was refused.
	 * @return the reason
	 * @throws NullPointerException if it wasn't
	 */
	public Reason reason() {
		return Objects.requireNonNull(this.reason, "not refused");
	}

	/**
	 * How long the request waited for the decision.
	 * @return nanoseconds; 0 if it didn't have to or still does
	 */
	public long waitedNanos() {
		return this.decidedAt - this.enteredAt;
	}

	/**
	 * Time during which the request's worker is blocked on its client's socket isn't the
	 * handler's doing, and doesn't count for its pace.
	 * @param nanos for how long that has been so far, in nanoseconds; any thread may ask
	 * until the request leaves
	 */
	public void blockedOnClient(LongSupplier nanos) {
		this.clientNanos = nanos;
	}

	/** Whether it is exempt from admission. */
	boolean isExempt() {
		return this.declared == DeclaredPace.EXEMPT;
	}

	HandlerRecord handler() {
		return this.handler;
	}

	DeclaredPace declared() {
		return this.declared;
	}

	long enteredAt() {
		return this.enteredAt;
	}

	Hold hold() {
		return this.hold;
	}

	/** When it was decided that the request may run. */
	long decidedAt() {
		return this.decidedAt;
	}

	/** Whether the request has got a worker. */
	boolean hasStarted() {
		return this.started;
	}

	long startedAt() {
		return this.startedAt;
	}

	long clientNanos() {
		return this.clientNanos.getAsLong();
	}

	/**
	 * Whether its worker was blocked on the client for at least so long, and for most of
	 * the time so far.
	 */
	boolean isHeldByClient(long now, long leastNanos) {
		long client = clientNanos();
		return client >= leastNanos && 2 * client > now - this.startedAt;
	}

	void admit(Hold newHold, long now) {
		this.hold = newHold;
		this.decidedAt = now;
		this.state = State.RUNNING;
	}

	void start(long now) {
		this.started = true;
		this.startedAt = now;
	}

	void refuse(Reason newReason, long now) {
		this.reason = newReason;
		this.decidedAt = now;
		this.state = State.REFUSED;
	}

	void leave() {
		this.state = State.LEFT;
	}

	void whenDecided(Runnable action) {
		this.whenDecided = action;
	}

	/** The action that waits for the decision, once. */
	Optional<Runnable> takeWhenDecided() {
		Optional<Runnable> action = Optional.ofNullable(this.whenDecided);
		this.whenDecided = null;
		return action;
	}

	/** Leaves the place it stood at for another one, or for none. */
	void standAt(@Nullable Place<Ticket> newPlace) {
		if (this.place != null) {
			this.place.leave();
		}
		this.place = newPlace;
	}

	/** The same for its place at its handler. */
	void standAtHandler(@Nullable Place<Ticket> newPlace) {
		if (this.placeAtHandler != null) {
			this.placeAtHandler.leave();
		}
		this.placeAtHandler = newPlace;
	}

	/** Where a request is on its way. */
	public enum State {

		/** It is to wait, without a worker. */
		WAITING,

		/** It may have a worker. */
		RUNNING,

		/** It is to be answered with 503. */
		REFUSED,

		/** It is over, or its client gave up while it waited. */
		LEFT

	}

	/** What entitles a running request to its worker. */
	enum Hold {

		/**
		 * Nothing: it waits, was refused, or runs though it shouldn't, being observed.
		 */
		NOTHING,

		/** Its handler is declared quick. */
		DECLARED,

		/** Its handler is taken for quick. */
		QUICK,

		/** One of the slots. */
		SLOT,

		/** A trial, to learn the handler's pace. */
		TRIAL

	}

}
