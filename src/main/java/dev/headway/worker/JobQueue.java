package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between those who hand jobs over and the workers: first in, first
 * out, until it is closed <em>and</em> empty. Thread-safe: one lock guards everything.
 * <p>
 * At most one wake-up is in flight; a woken worker wakes the next if jobs remain. So a
 * burst of jobs costs one wake-up as long as a worker on its way can run them all.
 * <p>
 * An error, such as a lack of memory, leaves the queue as it was: whatever can fail comes
 * before the job is added or removed.
 */
final class JobQueue {

	private final int capacity;

	private final Lock lock;

	private final Condition woken;

	// Mutable state, guarded by lock

	private final JobList jobs = new JobList();

	/** Workers that wait, one that was woken and isn't back yet included. */
	private int sleepers;

	/** Whether one of them was woken and isn't back yet. */
	private boolean waking;

	private boolean closed;

	JobQueue(int capacity) {
		this(capacity, new ReentrantLock());
	}

	JobQueue(int capacity, Lock lock) {
		this.capacity = capacity;
		this.lock = lock;
		this.woken = lock.newCondition();
	}

	/** Puts a job at the end. Returns false if the queue is full or closed. */
	boolean offer(Job job) {
		this.lock.lock();
		try {
			if (this.closed || this.jobs.size() >= this.capacity) {
				return false;
			}
			wakeOne();
			this.jobs.addLast(job);
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Removes the first job, if there is one.
	 * @return the job, or null; not an {@code Optional}, whose allocation might fail and
	 * with it lose the job
	 */
	@Nullable Job poll() {
		this.lock.lock();
		try {
			return removeFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Waits for the first job and removes it. Interrupts don't end the waiting.
	 * @return the job, or null once the queue is closed and nothing is left in it
	 */
	@Nullable Job take() {
		this.lock.lock();
		try {
			awaitJob();
			return removeFirst();
		}
		catch (Throwable ex) {
			// the wake-up that came to this worker goes to another
			if (!this.jobs.isEmpty()) {
				wakeOne();
			}
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void awaitJob() {
		while (this.jobs.isEmpty() && !this.closed) {
			this.sleepers++;
			try {
				this.woken.awaitUninterruptibly();
			}
			finally {
				this.sleepers--;
				this.waking = false;
			}
		}
	}

	private @Nullable Job removeFirst() {
		if (this.jobs.size() > 1) {
			wakeOne();
		}
		return this.jobs.removeFirst();
	}

	private void wakeOne() {
		if (this.sleepers > 0 && !this.waking) {
			this.woken.signal();
			this.waking = true;
		}
	}

	/** Refuses jobs from now on; those inside can still be taken. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.woken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes what is left, and returns how many jobs that was. */
	int clear() {
		this.lock.lock();
		try {
			return this.jobs.clear();
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
			return Optional.ofNullable(this.jobs.first());
		}
		finally {
			this.lock.unlock();
		}
	}

	int capacity() {
		return this.capacity;
	}

}
