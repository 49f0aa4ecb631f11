package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/**
 * Jobs in the order in which they were added; those of {@link #addFirst} come before all
 * others. The jobs are linked to each other, so no operation allocates anything or can
 * fail halfway for lack of memory. A job can be in one list at a time. Not thread-safe.
 */
final class JobList {

	private @Nullable Job first;

	private @Nullable Job last;

	/** The last of those that {@link #addFirst} added; null if there is none. */
	private @Nullable Job lastOfFirst;

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	void addLast(Job job) {
		if (this.last == null) {
			this.first = job;
		}
		else {
			this.last.next = job;
		}
		this.last = job;
		this.size++;
	}

	/** Adds a job before all others, but behind those that this method added earlier. */
	void addFirst(Job job) {
		Job before = this.lastOfFirst;
		job.next = (before != null) ? before.next : this.first;
		if (before != null) {
			before.next = job;
		}
		else {
			this.first = job;
		}
		if (this.last == before) {
			this.last = job;
		}
		this.lastOfFirst = job;
		this.size++;
	}

	/** The job that was handed over before all others, or null if there is none. */
	@Nullable Job oldest() {
		Job other = (this.lastOfFirst != null) ? this.lastOfFirst.next : null;
		return (this.first != null && other != null && other.handedOverAt() - this.first.handedOverAt() < 0) ? other
				: this.first;
	}

	/** Removes and returns the first job, or null if there is none. */
	@Nullable Job removeFirst() {
		Job job = this.first;
		if (job != null) {
			unlink(null, job);
		}
		return job;
	}

	/** Removes the job wherever it is, and returns whether it was there. */
	boolean remove(Job job) {
		Job before = null;
		for (Job each = this.first; each != null; each = each.next) {
			if (each == job) {
				unlink(before, each);
				return true;
			}
			before = each;
		}
		return false;
	}

	private void unlink(@Nullable Job before, Job job) {
		if (before == null) {
			this.first = job.next;
		}
		else {
			before.next = job.next;
		}
		if (this.last == job) {
			this.last = before;
		}
		if (this.lastOfFirst == job) {
			this.lastOfFirst = before;
		}
		// a reference from an old job to a young one makes garbage collection slower
		job.next = null;
		this.size--;
	}

	/** Removes all jobs, and returns how many there were. */
	int clear() {
		int left = this.size;
		while (!isEmpty()) {
			removeFirst();
		}
		return left;
	}

}
