package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;

/**
 * Decides which requests may hold a worker. Requests of {@linkplain Pace quick} handlers
 * always may. Those of slow ones need one of a fixed number of slots; when all are taken
 * they wait in a room, first in first out, without a worker. A request is refused when
 * the room is full or it has waited too long.
 * <p>
 * Always true:
 * <ul>
 * <li>entered = running + waiting + refused + left;</li>
 * <li>slots taken &lt;= slots, and nobody is given one while requests that run without
 * one, having turned out slow, make up for it: slow and running &lt;= slots, but for what
 * a handler of unknown or suddenly changed pace takes before that shows;</li>
 * <li>at most one request runs on trial, to find out how quick its handler is: none while
 * another of the same handler runs, or any that runs without a slot has turned out
 * slow;</li>
 * <li>what waits longest gets the next slot.</li>
 * </ul>
 * Thread-safe. Whoever is told of a decision is told outside the lock.
 */
final class Admission {

	private final int slots;

	private final long boundNanos;

	private final int capacity;

	private final long timeoutNanos;

	private final LongSupplier clock;

	private final AdmissionObserver observer;

	private final ServiceTime serviceTime;

	// Mutable state, guarded by this

	private final Map<Object, HandlerRecord> handlers = new HashMap<>();

	/** Those that run because they have a slot, oldest first. */
	private final List<Ticket> slotted = new ArrayList<>();

	/** Those that run without a slot, oldest first. */
	private final List<Ticket> slotless = new ArrayList<>();

	private final Deque<Ticket> room = new ArrayDeque<>();

	private boolean closed;

	Admission(int slots, Duration quickUnder, int capacity, Duration timeout, LongSupplier clock,
			AdmissionObserver observer) {
		this.slots = slots;
		this.boundNanos = quickUnder.toNanos();
		this.capacity = capacity;
		this.timeoutNanos = timeout.toNanos();
		this.clock = clock;
		this.observer = observer;
		this.serviceTime = new ServiceTime(quickUnder, timeout);
	}

	/**
	 * A request asks to run.
	 * @param handler what will serve it, told apart by {@code equals}
	 * @return its ticket, which runs, waits or is refused; in any case it has to
	 * {@link #leave} in the end
	 */
	synchronized Ticket enter(Object handler) {
		long now = this.clock.getAsLong();
		HandlerRecord seen = this.handlers.computeIfAbsent(handler, (key) -> new HandlerRecord(this.boundNanos));
		Ticket ticket = new Ticket(seen, now);
		Optional<Hold> hold = admit(seen, now);
		if (hold.isPresent()) {
			start(ticket, hold.get(), now);
		}
		else if (this.room.size() < this.capacity) {
			this.room.addLast(ticket);
			seen.waits();
		}
		else {
			ticket.refuse(Reason.FULL);
			this.observer.refused(Reason.FULL);
		}
		return ticket;
	}

	/**
	 * Has an action run as soon as it is decided whether a waiting ticket runs or is
	 * refused; at once if that is so already.
	 * @param action runs once, on the thread that decides
	 */
	void whenDecided(Ticket ticket, Runnable action) {
		synchronized (this) {
			if (ticket.state() == State.WAITING) {
				ticket.whenDecided(action);
				return;
			}
		}
		action.run();
	}

	/**
	 * A request is over, or lets go of its worker for good. It may leave at any time, and
	 * again.
	 */
	void leave(Ticket ticket) {
		List<Runnable> decided = List.of();
		synchronized (this) {
			long now = this.clock.getAsLong();
			switch (ticket.state()) {
				case RUNNING -> decided = finish(ticket, now);
				case WAITING -> {
					this.room.remove(ticket);
					ticket.handler().waitsNoMore();
				}
				case REFUSED, LEFT -> {
				}
			}
			ticket.left();
		}
		decided.forEach(Runnable::run);
	}

	/** Refuses those that have waited too long. To be called every now and then. */
	void expire() {
		List<Runnable> decided = new ArrayList<>();
		synchronized (this) {
			long now = this.clock.getAsLong();
			while (!this.room.isEmpty() && now - this.room.getFirst().enteredAt() >= this.timeoutNanos) {
				refuseWaiting(this.room.removeFirst(), now, decided);
			}
		}
		decided.forEach(Runnable::run);
	}

	/** Lets in nobody who waits, from now on. */
	synchronized void close() {
		this.closed = true;
	}

	/** Refuses all that wait, because there is no more time for them. */
	int expireAll() {
		List<Runnable> decided = new ArrayList<>();
		int refused;
		synchronized (this) {
			long now = this.clock.getAsLong();
			refused = this.room.size();
			while (!this.room.isEmpty()) {
				refuseWaiting(this.room.removeFirst(), now, decided);
			}
		}
		decided.forEach(Runnable::run);
		return refused;
	}

	/** How many wait. */
	synchronized int waiting() {
		return this.room.size();
	}

	/** How many can wait. */
	int capacity() {
		return this.capacity;
	}

	/** How many run because they have a slot. */
	synchronized int slotsTaken() {
		return this.slotted.size();
	}

	/** How many run, slot or not. */
	synchronized int running() {
		return this.slotted.size() + this.slotless.size();
	}

	/**
	 * When it makes sense to try again: when all that waits now will have had its turn,
	 * going by how long slow requests take; no later than when all of it will have timed
	 * out, and no sooner than in a second.
	 */
	synchronized Duration retryAfter() {
		long now = this.clock.getAsLong();
		long waited = this.room.isEmpty() ? 0 : now - this.room.getLast().enteredAt();
		double timedOut = this.timeoutNanos - waited;
		double seconds = Math.ceil(Math.min(turnNanos(now), timedOut) / 1e9);
		return Duration.ofSeconds((long) Math.max(1, seconds));
	}

	/**
	 * How long it takes until the slots have served all that waits and one is free: the
	 * rounds that it takes, and what its holder needs in the first of them.
	 */
	private double turnNanos(long now) {
		double each = this.serviceTime.nanos(heldByMost(now));
		int rounds = this.room.size() / this.slots;
		int free = this.slots - this.slotted.size();
		int holder = this.room.size() % this.slots - free;
		double rest = (holder < 0) ? 0 : Math.max(0, each - (now - this.slotted.get(holder).startedAt()));
		return rounds * each + rest;
	}

	/** For how long most of the slots have been held: one odd holder doesn't count. */
	private long heldByMost(long now) {
		return this.slotted.isEmpty() ? 0 : now - this.slotted.get(this.slotted.size() / 2).startedAt();
	}

	/**
	 * What a request of the handler may run on, if it may. Nobody overtakes by this: as
	 * long as somebody waits for a slot there is none.
	 */
	private Optional<Hold> admit(HandlerRecord handler, long now) {
		Pace pace = handler.pace(now);
		if (pace == Pace.QUICK) {
			return Optional.of(Hold.NOTHING);
		}
		int overdrawn = overdrawn(now);
		if (this.slotted.size() + overdrawn < this.slots) {
			return Optional.of(Hold.SLOT);
		}
		boolean tryable = pace == Pace.UNSURE && !handler.isRunning() && overdrawn == 0;
		return tryable ? Optional.of(Hold.TRIAL) : Optional.empty();
	}

	/** How many run without a slot that should have one, or may turn out so. */
	private int overdrawn(long now) {
		int overdrawn = 0;
		for (Ticket ticket : this.slotless) {
			if (ticket.hold() == Hold.TRIAL || now - ticket.startedAt() >= this.boundNanos) {
				overdrawn++;
			}
		}
		return overdrawn;
	}

	private void start(Ticket ticket, Hold hold, long now) {
		holders(hold).add(ticket);
		ticket.run(hold, now);
	}

	private List<Ticket> holders(Hold hold) {
		return (hold == Hold.SLOT) ? this.slotted : this.slotless;
	}

	private List<Runnable> finish(Ticket ticket, long now) {
		long held = now - ticket.startedAt();
		ticket.handler().finished(ticket, held);
		this.serviceTime.finished(held);
		holders(ticket.hold()).remove(ticket);
		boolean freed = ticket.hold() != Hold.NOTHING || held >= this.boundNanos;
		return (freed || ticket.handler().hasWaiting()) ? admitWaiting(now) : List.of();
	}

	/**
	 * Lets in whoever may run now: the first in the room as long as there are slots, and
	 * from anywhere in it those whose handler has turned out quick.
	 */
	private List<Runnable> admitWaiting(long now) {
		if (this.closed || this.room.isEmpty()) {
			return List.of();
		}
		List<Runnable> decided = new ArrayList<>();
		for (Iterator<Ticket> waiting = this.room.iterator(); waiting.hasNext();) {
			Ticket ticket = waiting.next();
			Optional<Hold> hold = admit(ticket.handler(), now);
			if (hold.isPresent()) {
				waiting.remove();
				ticket.handler().waitsNoMore();
				start(ticket, hold.get(), now);
				this.observer.waited(now - ticket.enteredAt());
				ticket.takeWhenDecided().ifPresent(decided::add);
			}
		}
		return decided;
	}

	private void refuseWaiting(Ticket ticket, long now, List<Runnable> decided) {
		ticket.handler().waitsNoMore();
		ticket.refuse(Reason.TIMEOUT);
		this.observer.waited(now - ticket.enteredAt());
		this.observer.refused(Reason.TIMEOUT);
		ticket.takeWhenDecided().ifPresent(decided::add);
	}

}
