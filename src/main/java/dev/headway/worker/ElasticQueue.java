package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The waiting jobs of an {@link ElasticPool}, and its account of threads: how many were
 * requested and haven't started yet, and how many run a job. A thread that starts takes
 * the first job, even if it was requested for another one.
 * <p>
 * Always true:
 * <ul>
 * <li>asked + working &lt;= limit, and asked &lt;= waiting jobs (except for jobs that
 * were dropped);</li>
 * <li>while a job waits, a thread has been requested or runs a job. A thread that leaves
 * requests another one, and stays if that fails.</li>
 * </ul>
 * Thread-safe. A monitor guards everything. A {@code ReentrantLock} would allocate a node
 * under contention, and so could fail; none of these methods can.
 */
final class ElasticQueue {

	private final int limit;

	private final int capacity;

	// Mutable state, guarded by this

	private final JobList jobs = new JobList();

	private int asked;

	private int working;

	private boolean closed;

	ElasticQueue(int limit, int capacity) {
		this.limit = limit;
		this.capacity = capacity;
	}

	/**
	 * Puts a job at the end. Only one caller at a time may be between this call and the
	 * end of the {@link #withdraw} that may follow.
	 */
	synchronized Answer offer(Job job) {
		if (isRefused()) {
			return Answer.REFUSED;
		}
		this.jobs.addLast(job);
		return accepted();
	}

	/**
	 * Puts a job at the head, behind those put there before; otherwise like
	 * {@link #offer}.
	 */
	synchronized Answer offerFirst(Job job) {
		if (isRefused()) {
			return Answer.REFUSED;
		}
		this.jobs.addFirst(job);
		return accepted();
	}

	private boolean isRefused() {
		return this.closed || this.jobs.size() >= this.capacity;
	}

	private Answer accepted() {
		return askForThread() ? Answer.ACCEPTED_ASK_FOR_THREAD : Answer.ACCEPTED;
	}

	/**
	 * Removes the job that was offered last, because no thread could be requested for it.
	 * @return whether it was still there: another thread may have taken it
	 */
	synchronized boolean withdraw(Job job) {
		if (this.asked == 0) {
			return false;
		}
		this.asked--;
		boolean withdrawn = this.jobs.remove(job);
		notifyIfIdle();
		return withdrawn;
	}

	/**
	 * A requested thread has started.
	 * @return the job that it has to run, followed by a call of {@link #end}; null if
	 * there is none
	 */
	synchronized @Nullable Job begin() {
		if (this.asked == 0) {
			// the executor failed, but started the thread all the same
			return null;
		}
		this.asked--;
		Job job = this.jobs.removeFirst();
		if (job != null) {
			this.working++;
		}
		notifyIfIdle();
		return job;
	}

	/**
	 * A thread has run its job.
	 * @return whether it has to request another thread, or go on itself if that fails
	 */
	synchronized boolean end() {
		this.working--;
		notifyIfIdle();
		return askForThread();
	}

	private boolean askForThread() {
		boolean needed = this.jobs.size() > this.asked && this.asked + this.working < this.limit;
		if (needed) {
			this.asked++;
		}
		return needed;
	}

	private void notifyIfIdle() {
		if (isIdle()) {
			notifyAll();
		}
	}

	private boolean isIdle() {
		return this.jobs.isEmpty() && this.asked == 0 && this.working == 0;
	}

	/** Waits until no job waits or runs; false if that takes too long. */
	synchronized boolean awaitIdle(long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		long left = nanos;
		while (!isIdle() && left > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - System.nanoTime();
		}
		return isIdle();
	}

	/** Refuses jobs from now on. */
	synchronized void close() {
		this.closed = true;
	}

	synchronized boolean isClosed() {
		return this.closed;
	}

	/** Removes the waiting jobs, and returns their number. */
	synchronized int clear() {
		return this.jobs.clear();
	}

	synchronized int size() {
		return this.jobs.size();
	}

	synchronized Optional<Job> oldest() {
		return Optional.ofNullable(this.jobs.oldest());
	}

	int capacity() {
		return this.capacity;
	}

	/** What becomes of a job that was offered. */
	enum Answer {

		/** The queue is full or closed. */
		REFUSED,

		/** Threads that exist or were requested will run it. */
		ACCEPTED,

		/** The caller has to request a thread. */
		ACCEPTED_ASK_FOR_THREAD

	}

}
