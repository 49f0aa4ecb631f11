package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/** A job and the moment it was handed over. Each is equal to itself only. */
final class Job {

	private final Runnable work;

	private final long handedOverAt;

	/** The next job in its {@link JobList}; used by that list alone. */
	@Nullable Job next;

	Job(Runnable work, long handedOverAt) {
		this.work = work;
		this.handedOverAt = handedOverAt;
	}

	/** What to run. */
	Runnable work() {
		return this.work;
	}

	/** The pool's clock, in nanoseconds. */
	long handedOverAt() {
		return this.handedOverAt;
	}

}
