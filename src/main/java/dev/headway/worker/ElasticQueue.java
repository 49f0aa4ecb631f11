package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * The jobs of an {@link ElasticPool} that wait, and its account of threads: how many were
 * asked for and haven't come, and how many are at work. Threads are all the same, so a
 * thread that comes takes the first job, whichever it was asked for.
 * <p>
 * Always true:
 * <ul>
 * <li>asked + working &lt;= limit, and asked &lt;= jobs that wait (but for jobs that were
 * dropped);</li>
 * <li>while a job waits, a thread has been asked for or is at work. A thread that leaves
 * asks for another one, and if there is none to be had it stays.</li>
 * </ul>
 * Thread-safe. A monitor guards everything, and not a {@code ReentrantLock}, which
 * allocates a node when it is contended and so can fail: none of these methods can.
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
	 * Puts a job at the end. Callers take turns, each from here to the end of a
	 * {@link #withdraw} that may follow.
	 */
	synchronized Answer offer(Job job) {
		if (isRefused()) {
			return Answer.REFUSED;
		}
		this.jobs.addLast(job);
		return accepted();
	}

	/**
	 * Puts a job at the head, behind those put there before; else like {@link #offer}.
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
	 * Removes the job that was offered last, for which there is no thread.
	 * @return whether it was still there: another thread may have come to run it
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
	 * A thread that was asked for has come.
	 * @return the job that it has to run, after which it says {@link #end}; null if there
	 * is none
	 */
	synchronized @Nullable Job begin() {
		if (this.asked == 0) {
			// one that a failing executor brought all the same
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
	 * @return whether it has to ask for another thread, and if there is none to be had
	 * come itself
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

	/** Waits until nothing waits or runs; false if that takes too long. */
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

	/** Removes what waits, and returns how many jobs that was. */
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

		/** Threads that there are, or that were asked for, will run it. */
		ACCEPTED,

		/** The caller has to ask for a thread. */
		ACCEPTED_ASK_FOR_THREAD

	}

}
