package dev.headway.worker;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between those who hand jobs over and the workers: first in, first
 * out, until it is closed <em>and</em> empty.
 * <p>
 * It differs from the JDK's blocking queues in that it can be closed: whether a job got
 * in before the closing is decided under the lock, so that each job is either refused or
 * taken by a worker, never forgotten in between. Thread-safe.
 */
final class JobQueue {

	private final int capacity;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition changed = this.lock.newCondition();

	// Mutable state, guarded by lock

	private final ArrayDeque<Job> jobs = new ArrayDeque<>();

	private boolean closed;

	JobQueue(int capacity) {
		this.capacity = capacity;
	}

	/** Puts a job at the end. Returns false if the queue is full or closed. */
	boolean offer(Job job) {
		this.lock.lock();
		try {
			if (this.closed || this.jobs.size() >= this.capacity) {
				return false;
			}
			this.jobs.addLast(job);
			this.changed.signal();
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for the first job and removes it. Interrupts don't end the waiting: one that
	 * a job left behind is none of the next job's business.
	 * @return the job, or null once the queue is closed and nothing is left in it; null
	 * and not an {@code Optional}, whose allocation might fail and with it lose the job
	 */
	@Nullable Job take() {
		this.lock.lock();
		try {
			while (this.jobs.isEmpty() && !this.closed) {
				this.changed.awaitUninterruptibly();
			}
			return this.jobs.pollFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Refuses jobs from now on; those inside can still be taken. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.changed.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes what is left, and returns how many jobs that was. */
	int clear() {
		this.lock.lock();
		try {
			int left = this.jobs.size();
			this.jobs.clear();
			return left;
		}
		finally {
			this.lock.unlock();
		}
	}

	boolean isClosed() {
		this.lock.lock();
		try {
			return this.closed;
		}
		finally {
			this.lock.unlock();
		}
	}

	int size() {
		this.lock.lock();
		try {
			return this.jobs.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** The job that waits longest, which stays where it is. */
	Optional<Job> oldest() {
		this.lock.lock();
		try {
			return Optional.ofNullable(this.jobs.peekFirst());
		}
		finally {
			this.lock.unlock();
		}
	}

	int capacity() {
		return this.capacity;
	}

}
