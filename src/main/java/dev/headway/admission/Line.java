package dev.headway.admission;

import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A linked list in the order of arrival. A member leaves from anywhere in constant time,
 * which {@code ArrayDeque} can't do. Not thread-safe.
 *
 * @param <T> the type of its members
 */
final class Line<T> {

	private @Nullable Place<T> first;

	private @Nullable Place<T> last;

	private int size;

	/** Grows when all leave, so that places from before know that they are void. */
	private int generation;

	Place<T> join(T member) {
		Place<T> place = new Place<>(this, member, this.generation, this.last);
		if (this.last == null) {
			this.first = place;
		}
		else {
			this.last.next = place;
		}
		this.last = place;
		this.size++;
		return place;
	}

	/** All leave, in constant time. */
	void clear() {
		this.first = null;
		this.last = null;
		this.size = 0;
		this.generation++;
	}

	/** The member that joined before all others, or null if there is none. */
	@Nullable T first() {
		return (this.first != null) ? this.first.member : null;
	}

	/** The member that joined after all others, or null if there is none. */
	@Nullable T last() {
		return (this.last != null) ? this.last.member : null;
	}

	/** The member that stands behind so many others, or null if there is none. */
	@Nullable T get(int others) {
		@Nullable Place<T> place = this.first;
		for (int i = 0; i < others && place != null; i++) {
			place = place.next;
		}
		return (place != null) ? place.member : null;
	}

	/** Whether a condition holds for all members. */
	boolean all(Predicate<T> condition) {
		@Nullable Place<T> place = this.first;
		while (place != null && condition.test(place.member)) {
			place = place.next;
		}
		return place == null;
	}

	int size() {
		return this.size;
	}

	private void remove(Place<T> place) {
		if (place.previous == null) {
			this.first = place.next;
		}
		else {
			place.previous.next = place.next;
		}
		if (place.next == null) {
			this.last = place.previous;
		}
		else {
			place.next.previous = place.previous;
		}
		this.size--;
	}

	/** Where a member stands in a line. */
	static final class Place<T> {

		private final Line<T> line;

		private final T member;

		private int generation;

		private @Nullable Place<T> previous;

		private @Nullable Place<T> next;

		private Place(Line<T> line, T member, int generation, @Nullable Place<T> previous) {
			this.line = line;
			this.member = member;
			this.generation = generation;
			this.previous = previous;
		}

		/** Leaves the line, if that hasn't happened yet. */
		void leave() {
			if (this.generation == this.line.generation) {
				this.line.remove(this);
				this.generation = -1;
			}
		}

	}

}
