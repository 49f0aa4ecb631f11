package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/** A job and the moment it was handed over. Each is equal to itself only. */
final class Job {

	private final Runnable work;

	private final long handedOverAt;

	/** The job behind it in the {@link JobList} that it is in, which alone uses this. */
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
