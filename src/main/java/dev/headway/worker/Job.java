package dev.headway.worker;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/** A job and the moment it was handed over. Each is equal to itself only. */
final class Job {

	private @Nullable Runnable work;

	private final long handedOverAt;

	/** The next job in its {@link JobList}; used by that list alone. */
	@Nullable Job next;

	Job(Runnable work, long handedOverAt) {
		this.work = work;
		this.handedOverAt = handedOverAt;
	}

	/**
	 * Runs it, once. The job lets go of what it ran: a worker's frames may refer to the
	 * job until the next one comes.
	 */
	void run() {
		Runnable present = Objects.requireNonNull(this.work, "ran already");
		this.work = null;
		present.run();
	}

	/** The pool's clock, in nanoseconds. */
	long handedOverAt() {
		return this.handedOverAt;
	}

}
