package dev.headway.admission;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * Requests that wait, first in, first out. Each operation takes constant time, except for
 * {@link #firstThat} and {@link #newestOfCrowd}, which look at each handler. Not
 * thread-safe.
 */
final class WaitingRoom {

	private final int capacity;

	private final long timeoutNanos;

	private final Line<Ticket> line = new Line<>();

	/** Those whose pace is declared, not learned. */
	private final Line<Ticket> declared = new Line<>();

	/** Those whose requests wait and whose pace is learned. */
	private final Set<HandlerRecord> handlers = new LinkedHashSet<>();

	WaitingRoom(int capacity, long timeoutNanos) {
		this.capacity = capacity;
		this.timeoutNanos = timeoutNanos;
	}

	boolean isFull() {
		return this.line.size() >= this.capacity;
	}

	boolean isHalfFull() {
		return this.line.size() >= this.capacity / 2;
	}

	void join(Ticket ticket) {
		ticket.standAt(this.line.join(ticket));
		if (ticket.declared() == DeclaredPace.LEARN) {
			ticket.handler().waits(ticket);
			this.handlers.add(ticket.handler());
		}
		else {
			ticket.standAtHandler(this.declared.join(ticket));
		}
	}

	void leave(Ticket ticket) {
		ticket.standAt(null);
		ticket.standAtHandler(null);
		if (ticket.handler().firstWaiting() == null) {
			this.handlers.remove(ticket.handler());
		}
	}

	/** The request that waits longest, or null if none waits. */
	@Nullable Ticket first() {
		return this.line.first();
	}

	/**
	 * The request that waits longest of those that a condition holds for, or null. The
	 * condition holds for all requests of a handler whose pace is learned, or for none.
	 */
	@Nullable Ticket firstThat(Predicate<Ticket> condition) {
		Ticket first = this.line.first();
		if (first == null || condition.test(first)) {
			return first;
		}
		Ticket longest = this.declared.first();
		for (HandlerRecord handler : this.handlers) {
			Ticket next = handler.firstWaiting();
			if (next != null && condition.test(next)
					&& (longest == null || longest.enteredAt() - next.enteredAt() > 0)) {
				longest = next;
			}
		}
		return longest;
	}

	/**
	 * The newest request of a handler that has more than half of the places, and more
	 * than one. Null if there is none, or it is the given handler itself.
	 */
	@Nullable Ticket newestOfCrowd(HandlerRecord except) {
		for (HandlerRecord handler : this.handlers) {
			if (handler != except && handler.waiting() > Math.max(1, this.capacity / 2)) {
				return handler.newestWaiting();
			}
		}
		return null;
	}

	/** The request that waits longest if that is too long, else null. */
	@Nullable Ticket firstOverdue(long now) {
		Ticket first = this.line.first();
		return (first != null && now - first.enteredAt() >= this.timeoutNanos) ? first : null;
	}

	/** A copy of those whose requests wait and whose pace is learned. */
	List<HandlerRecord> handlers() {
		return List.copyOf(this.handlers);
	}

	int size() {
		return this.line.size();
	}

	/** How long the request that joined last has waited; 0 if none waits. */
	long youngestNanos(long now) {
		Ticket last = this.line.last();
		return (last != null) ? now - last.enteredAt() : 0;
	}

	long timeoutNanos() {
		return this.timeoutNanos;
	}

	int capacity() {
		return this.capacity;
	}

}
