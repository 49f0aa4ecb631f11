package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between producers of jobs and the workers: first in, first out,
 * except for {@link #offerFirst}. Jobs can be taken until the queue is closed
 * <em>and</em> empty. Thread-safe: one lock guards everything.
 * <p>
 * An error, such as a lack of memory, leaves the queue as it was: every step that can
 * fail comes before the job is added or removed.
 */
final class JobQueue {

	private final int capacity;

	private final Lock lock;

	// Mutable state, guarded by lock

	private final JobList jobs = new JobList();

	private final Sleepers sleepers;

	private boolean closed;

	JobQueue(int capacity) {
		this(capacity, new ReentrantLock());
	}

	JobQueue(int capacity, Lock lock) {
		this.capacity = capacity;
		this.lock = lock;
		this.sleepers = new Sleepers(lock.newCondition());
	}

	/** Puts a job at the end. Returns false if the queue is full or closed. */
	boolean offer(Job job) {
		this.lock.lock();
		try {
			boolean accepted = makeReady();
			if (accepted) {
				this.jobs.addLast(job);
			}
			return accepted;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Puts a job at the head, behind those that this method put there before. Returns
	 * false if the queue is full or closed.
	 */
	boolean offerFirst(Job job) {
		this.lock.lock();
		try {
			boolean accepted = makeReady();
			if (accepted) {
				this.jobs.addFirst(job);
			}
			return accepted;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wakes a worker if there is room for one more job. */
	private boolean makeReady() {
		boolean room = !this.closed && this.jobs.size() < this.capacity;
		if (room) {
			this.sleepers.wakeOne();
		}
		return room;
	}

	/**
	 * Removes the first job, if there is one.
	 * @return the job, or null; not an {@code Optional}, whose allocation might fail and
	 * lose the job
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
		return takeUnless(() -> false);
	}

	/**
	 * Waits for the first job and removes it, unless the worker leaves. Interrupts don't
	 * end the waiting.
	 * @param leaves whether the worker takes no more jobs; a sleeping worker checks it
	 * after {@link #wakeAll}
	 * @return the job, or null if the worker leaves, or once the queue is closed and
	 * nothing is left in it
	 */
	@Nullable Job takeUnless(BooleanSupplier leaves) {
		this.lock.lock();
		try {
			while (this.jobs.isEmpty() && !this.closed && !leaves.getAsBoolean()) {
				this.sleepers.sleep();
			}
			if (leaves.getAsBoolean()) {
				passWakeUpOn();
				return null;
			}
			return removeFirst();
		}
		catch (Throwable ex) {
			passWakeUpOn();
			throw ex;
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Passes this worker's wake-up on to another one. */
	private void passWakeUpOn() {
		if (!this.jobs.isEmpty()) {
			this.sleepers.wakeOne();
		}
	}

	private @Nullable Job removeFirst() {
		if (this.jobs.size() > 1) {
			this.sleepers.wakeOne();
		}
		return this.jobs.removeFirst();
	}

	/** Refuses jobs from now on; queued ones can still be taken. */
	void close() {
		this.lock.lock();
		try {
			this.closed = true;
			this.sleepers.wakeAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Wakes all sleeping workers, so that they check whether to leave. */
	void wakeAll() {
		this.lock.lock();
		try {
			this.sleepers.wakeAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes the remaining jobs, and returns their number. */
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
		return read(() -> this.closed);
	}

	int size() {
		return read(this.jobs::size);
	}

	/** The job that waits longest, which stays where it is. */
	Optional<Job> oldest() {
		return read(() -> Optional.ofNullable(this.jobs.oldest()));
	}

	/** How many workers wait for a job. */
	int sleepers() {
		return read(this.sleepers::count);
	}

	/**
	 * Sets an action that runs whenever a worker wakes up and fewer than enough still
	 * sleep. It runs on the worker's thread, with the lock held: it must be quick and
	 * must not throw.
	 */
	void tellOfShortage(int enough, Runnable shortage) {
		this.lock.lock();
		try {
			this.sleepers.tellOfShortage(enough, shortage);
		}
		finally {
			this.lock.unlock();
		}
	}

	int capacity() {
		return this.capacity;
	}

	private <T> T read(Supplier<T> figure) {
		this.lock.lock();
		try {
			return figure.get();
		}
		finally {
			this.lock.unlock();
		}
	}

}
