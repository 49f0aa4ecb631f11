package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between those who hand jobs over and the workers: first in, first
 * out, until it is closed <em>and</em> empty; only {@link #offerFirst} passes others.
 * Thread-safe: one lock guards everything.
 * <p>
 * An error, such as a lack of memory, leaves the queue as it was: whatever can fail comes
 * before the job is added or removed.
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
	 * Puts a job at the head, behind those that were put there before. Returns false if
	 * the queue is full or closed.
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
		return takeUnless(() -> false);
	}

	/**
	 * Waits for the first job and removes it, unless the worker leaves. Interrupts don't
	 * end the waiting.
	 * @param leaves whether the worker takes no more jobs; one that sleeps looks after
	 * {@link #wakeAll}
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

	/** The wake-up that came to this worker goes to another. */
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

	/** Refuses jobs from now on; those inside can still be taken. */
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

	/** Has sleeping workers look whether they are to leave. */
	void wakeAll() {
		this.lock.lock();
		try {
			this.sleepers.wakeAll();
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
	 * Has somebody told whenever a worker gets up and leaves fewer asleep than are
	 * enough. It is told on the worker's thread, with the lock held: it must be quick and
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
