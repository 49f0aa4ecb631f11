package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between those who hand jobs over and the workers: first in, first
 * out, until it is closed <em>and</em> empty. Thread-safe.
 * <p>
 * It differs from the JDK's blocking queues in that it can be closed. One number counts
 * the jobs inside and says whether more are let in, so that each job is either refused or
 * taken by a worker, never forgotten in between.
 * <p>
 * As long as there is work nobody takes a lock: it is there for workers who find none.
 * These go to sleep one after the other and are woken one after the other, each by who
 * brings a job or by the one who was woken before and sees that there is more. Both sides
 * do first their own step and then look for the other's, so that no job is left while a
 * worker sleeps: who brings a job puts it in and then looks for sleepers, who goes to
 * sleep says so and then looks for a job.
 */
final class JobQueue {

	/** The sign of the count, once the queue is closed. */
	private static final int CLOSED = Integer.MIN_VALUE;

	private final int capacity;

	private final ConcurrentLinkedQueue<Job> jobs = new ConcurrentLinkedQueue<>();

	/** The jobs that were let in and not taken, and {@link #CLOSED}. */
	private final AtomicInteger count = new AtomicInteger();

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition woken = this.lock.newCondition();

	// Mutable state, written under lock, read by anybody

	private volatile int sleepers;

	/** Whether one of them was woken and hasn't come round yet. */
	private volatile boolean waking;

	JobQueue(int capacity) {
		this.capacity = capacity;
	}

	/** Puts a job at the end. Returns false if the queue is full or closed. */
	boolean offer(Job job) {
		if (!letIn()) {
			return false;
		}
		boolean inside = false;
		try {
			inside = this.jobs.add(job);
		}
		finally {
			if (!inside) {
				// no memory for it
				letOut();
			}
		}
		wakeOne();
		return true;
	}

	private boolean letIn() {
		int present = this.count.get();
		while (present >= 0 && present < this.capacity) {
			int witness = this.count.compareAndExchange(present, present + 1);
			if (witness == present) {
				return true;
			}
			present = witness;
		}
		return false;
	}

	private void letOut() {
		if (this.count.decrementAndGet() == CLOSED) {
			wakeAll();
		}
	}

	/**
	 * Removes the first job, if there is one.
	 * @return the job, or null; not an {@code Optional}, whose allocation might fail and
	 * with it lose the job
	 */
	@Nullable Job poll() {
		Job job = this.jobs.poll();
		if (job != null) {
			letOut();
		}
		return job;
	}

	/**
	 * Waits for the first job and removes it. Interrupts don't end the waiting: one that
	 * a job left behind is none of the next job's business.
	 * @return the job, or null once the queue is closed and nothing is left in it
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
	@Nullable Job take() {
		this.lock.lock();
		try {
			this.sleepers++;
			Job job = poll();
			while (job == null && !isDone()) {
				this.woken.awaitUninterruptibly();
				this.waking = false;
				job = poll();
			}
			this.sleepers--;
			return job;
		}
		finally {
			this.lock.unlock();
			if (!this.jobs.isEmpty()) {
				wakeOne();
			}
		}
	}

	private void wakeOne() {
		if (this.sleepers == 0 || this.waking) {
			return;
		}
		this.lock.lock();
		try {
			if (this.sleepers > 0 && !this.waking) {
				this.waking = true;
				this.woken.signal();
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Refuses jobs from now on; those inside can still be taken. */
	void close() {
		this.count.getAndUpdate((present) -> present | CLOSED);
		wakeAll();
	}

	/** Has those who sleep see that the queue is closed and empty. */
	private void wakeAll() {
		this.lock.lock();
		try {
			this.woken.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** Removes what is left, and returns how many jobs that was. */
	int clear() {
		int left = 0;
		while (poll() != null) {
			left++;
		}
		return left;
	}

	boolean isClosed() {
		return this.count.get() < 0;
	}

	private boolean isDone() {
		return this.count.get() == CLOSED;
	}

	int size() {
		return this.count.get() & ~CLOSED;
	}

	/** The job that waits longest, which stays where it is. */
	Optional<Job> oldest() {
		return Optional.ofNullable(this.jobs.peek());
	}

	int capacity() {
		return this.capacity;
	}

}
