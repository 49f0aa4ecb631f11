package dev.headway.worker;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * The bounded queue between those who hand jobs over and the workers: first in, first
 * out, until it is closed <em>and</em> empty. Thread-safe.
 * <p>
 * Jobs stand in a ring of slots. Two numbers say where: the head counts the jobs taken,
 * the tail those let in, and the tail's sign whether more are. Whoever moves the tail by
 * one owns the slot there and puts its job in; whoever moves the head by one owns the job
 * there. So each job is either refused or taken by a worker, never forgotten in between,
 * and for a job those at one end read nothing that those at the other write but its slot,
 * unless the queue seems full. Who is let in and loses the processor before its job is in
 * holds up the jobs behind until it gets the processor back, as the owner of a lock
 * would.
 * <p>
 * As long as there is work nobody takes a lock: it is there for workers who find none.
 * These go to sleep one after the other and are woken one after the other, each by who
 * brings a job or by the one who was woken before and sees that there is more. Both sides
 * do first their own step and then look for the other's, so that no job is left while a
 * worker sleeps: who brings a job puts it in and then looks for sleepers, who goes to
 * sleep says so and then looks for a job.
 *
 * @see <a href=
 * "https://www.1024cores.net/home/lock-free-algorithms/queues/bounded-mpmc-queue">Dmitry
 * Vyukov: Bounded MPMC queue</a>, whose slots have numbers where these have null
 */
final class JobQueue {

	/** The sign of the tail, once the queue is closed. */
	private static final long CLOSED = Long.MIN_VALUE;

	// Places in an array, with so much room around them that no two share a cache line

	private static final int TAIL = 16;

	/** Where the head was when last looked at from this end; it may be further by now. */
	private static final int KNOWN_HEAD = TAIL + 1;

	private static final int HEAD = 32;

	private final int capacity;

	/** A power of two. */
	private final AtomicReferenceArray<@Nullable Job> slots;

	private final AtomicLongArray ends = new AtomicLongArray(48);

	/** As the tail's sign says, for those at the head. */
	private volatile boolean closed;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition woken = this.lock.newCondition();

	// Mutable state, written under lock, read by anybody

	private volatile int sleepers;

	/** Whether one of them was woken and hasn't come round yet. */
	private volatile boolean waking;

	JobQueue(int capacity) {
		this.capacity = capacity;
		this.slots = new AtomicReferenceArray<>(Integer.highestOneBit(2 * capacity - 1));
	}

	/** Puts a job at the end. Returns false if the queue is full or closed. */
	@SuppressWarnings("ThreadPriorityCheck") // where it makes no difference to the result
	boolean offer(Job job) {
		long tail = letIn();
		if (tail < 0) {
			return false;
		}
		int slot = slot(tail);
		while (this.slots.get(slot) != null) {
			// its job was taken a whole ring ago, by somebody who hasn't got round to
			// saying so
			Thread.yield();
		}
		this.slots.set(slot, job);
		wakeOne();
		return true;
	}

	/** Returns the place of the next job, or something negative if there is none. */
	private long letIn() {
		long tail = this.ends.get(TAIL);
		while (tail >= 0 && hasRoom(tail)) {
			long witness = this.ends.compareAndExchange(TAIL, tail, tail + 1);
			if (witness == tail) {
				return tail;
			}
			tail = witness;
		}
		return CLOSED;
	}

	private boolean hasRoom(long tail) {
		if (tail - this.ends.getOpaque(KNOWN_HEAD) < this.capacity) {
			return true;
		}
		long head = this.ends.get(HEAD);
		this.ends.setOpaque(KNOWN_HEAD, head);
		return tail - head < this.capacity;
	}

	/**
	 * Removes the first job, if there is one.
	 * @return the job, or null; not an {@code Optional}, whose allocation might fail and
	 * with it lose the job
	 */
	@Nullable Job poll() {
		while (true) {
			long head = this.ends.get(HEAD);
			int slot = slot(head);
			Job job = this.slots.get(slot);
			if (job == null) {
				if (head == this.ends.get(HEAD)) {
					return null;
				}
			}
			else if (this.ends.compareAndSet(HEAD, head, head + 1)) {
				this.slots.setRelease(slot, null);
				if (this.closed && isDone()) {
					wakeAll();
				}
				return job;
			}
		}
	}

	private int slot(long position) {
		return (int) position & (this.slots.length() - 1);
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
			if (size() > 0) {
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
		this.ends.updateAndGet(TAIL, (tail) -> tail | CLOSED);
		this.closed = true;
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
		return this.ends.get(TAIL) < 0;
	}

	private boolean isDone() {
		return this.ends.get(TAIL) == (this.ends.get(HEAD) | CLOSED);
	}

	/** The jobs that were let in and not taken, at one moment. */
	int size() {
		while (true) {
			long head = this.ends.get(HEAD);
			long tail = this.ends.get(TAIL) & ~CLOSED;
			if (head == this.ends.get(HEAD)) {
				return (int) (tail - head);
			}
		}
	}

	/** The job that waits longest, which stays where it is. */
	Optional<Job> oldest() {
		return Optional.ofNullable(this.slots.get(slot(this.ends.get(HEAD))));
	}

	int capacity() {
		return this.capacity;
	}

}
