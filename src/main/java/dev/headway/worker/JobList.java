package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/**
 * Jobs in the order in which they were added, linked to each other, so that no operation
 * allocates anything: none can fail halfway for lack of memory. A job can be in one list
 * at a time. Not thread-safe.
 */
final class JobList {

	private @Nullable Job first;

	private @Nullable Job last;

	private int size;

	int size() {
		return this.size;
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	@Nullable Job first() {
		return this.first;
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
		// an old job that keeps a young one alive costs the collector
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
