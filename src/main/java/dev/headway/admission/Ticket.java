package dev.headway.admission;

import java.util.Objects;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One request's way through the {@link Admission}: it runs, or waits and then runs or is
 * refused, or is refused at once; in the end it leaves. Guarded by the admission's lock,
 * except for the state, which anybody may read.
 */
final class Ticket {

	private final HandlerRecord handler;

	private final long enteredAt;

	// Mutable state, guarded by the admission's lock

	private volatile State state = State.WAITING;

	private Hold hold = Hold.NOTHING;

	private long startedAt;

	private @Nullable Reason reason;

	private @Nullable Runnable whenDecided;

	Ticket(HandlerRecord handler, long enteredAt) {
		this.handler = handler;
		this.enteredAt = enteredAt;
	}

	HandlerRecord handler() {
		return this.handler;
	}

	long enteredAt() {
		return this.enteredAt;
	}

	long startedAt() {
		return this.startedAt;
	}

	State state() {
		return this.state;
	}

	Hold hold() {
		return this.hold;
	}

	/** Why the request was refused. */
	Reason reason() {
		return Objects.requireNonNull(this.reason, "not refused");
	}

	void run(Hold newHold, long now) {
		this.state = State.RUNNING;
		this.hold = newHold;
		this.startedAt = now;
		this.handler.started(this);
	}

	void refuse(Reason newReason) {
		this.reason = newReason;
		this.state = State.REFUSED;
	}

	void left() {
		this.state = State.LEFT;
	}

	void whenDecided(Runnable action) {
		this.whenDecided = action;
	}

	/** What waits for the decision, once. */
	Optional<Runnable> takeWhenDecided() {
		Optional<Runnable> action = Optional.ofNullable(this.whenDecided);
		this.whenDecided = null;
		return action;
	}

	/** Where the request is on its way. */
	enum State {

		WAITING, RUNNING, REFUSED, LEFT

	}

	/** What entitles a running request to its worker. */
	enum Hold {

		/** Nothing, it isn't running; or nothing is needed, its handler is quick. */
		NOTHING,

		/** One of the slots. */
		SLOT,

		/** That somebody has to find out how quick the handler is. */
		TRIAL

	}

}
