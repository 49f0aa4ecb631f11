package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.jspecify.annotations.Nullable;

/**
 * Keeps account of jobs that somebody else's threads run: one new thread for each, say,
 * or those of a fork-join pool. Each job gets a {@link Worker} for as long as it runs,
 * whose number says no more than how many were busy at most before.
 * <p>
 * The threads are given a limited number of jobs at a time; those beyond wait in the
 * order in which they came. Where no thread can be had a job is rejected, never lost.
 * Thread-safe.
 */
public final class ElasticPool extends WorkerPool {

	private final Executor threads;

	private final int size;

	private final int limit;

	private final int queueCapacity;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition finished = this.lock.newCondition();

	// Mutable state, guarded by lock

	/** Accepted and not begun, oldest first. */
	private final Set<Job> queued = new LinkedHashSet<>();

	/** Those of them that are not with the threads yet. */
	private final Deque<Job> line = new ArrayDeque<>();

	private final List<Worker> workers = new ArrayList<>();

	private final Deque<Worker> idle = new ArrayDeque<>();

	/** How many jobs are with the threads, begun or not. */
	private int handedOn;

	private boolean closed;

	/**
	 * Makes a pool of threads that there are, or that come when they are needed.
	 * @param threads what runs the jobs; if it is an {@code ExecutorService} it is shut
	 * down with the pool
	 * @param size how many jobs run at a time, 1 or more, or {@link #UNBOUNDED}
	 * @param limit how many jobs the threads are given at a time; the size, or more for
	 * threads that have a queue of their own
	 * @param queueCapacity how many accepted jobs can wait, 1 or more
	 * @param logger gets each request at DEBUG, the pool's end at INFO, abandoned jobs at
	 * WARNING and what jobs throw at ERROR
	 * @throws IllegalArgumentException if a number is too low
	 */
	public ElasticPool(Executor threads, int size, int limit, int queueCapacity, Logger logger) {
		super(WorkerContext.of(logger));
		if (size < 1) {
			throw new IllegalArgumentException("size must be 1 or more: " + size);
		}
		if (limit < size) {
			throw new IllegalArgumentException("limit must be %d, the size, or more: %d".formatted(size, limit));
		}
		if (queueCapacity < 1) {
			throw new IllegalArgumentException("queueCapacity must be 1 or more: " + queueCapacity);
		}
		this.threads = threads;
		this.size = size;
		this.limit = limit;
		this.queueCapacity = queueCapacity;
	}

	@Override
	public void execute(Runnable work) {
		Job job = new Job(work, context().nanos());
		Job first = accept(job);
		if (first == null) {
			return;
		}
		try {
			handOn(first);
		}
		catch (OutOfMemoryError | RejectedExecutionException ex) {
			// an OutOfMemoryError is what the JDK throws when there is no thread left
			if (first != job) {
				putBack(first);
				return;
			}
			reject(job);
			throw new RejectedExecutionException("no thread to be had; " + figures(), ex);
		}
	}

	/** Takes a job in, and returns the one that can be handed on, if one can. */
	private @Nullable Job accept(Job job) {
		this.lock.lock();
		try {
			if (this.closed || this.queued.size() >= this.queueCapacity) {
				throw new RejectedExecutionException(this.closed ? "the pool is closed" : figures());
			}
			this.queued.add(job);
			this.line.addLast(job);
			return next();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Job next() {
		Job next = (this.handedOn < this.limit) ? this.line.pollFirst() : null;
		if (next != null) {
			this.handedOn++;
		}
		return next;
	}

	private void handOn(Job job) {
		this.threads.execute(() -> run(job));
	}

	private void run(Job first) {
		Job next = runOne(first);
		while (next != null) {
			try {
				handOn(next);
				return;
			}
			catch (OutOfMemoryError | RejectedExecutionException ex) {
				// no thread to be had but this one
				next = runOne(next);
			}
		}
	}

	/** Runs a job on the calling thread, and returns the next one to be handed on. */
	private @Nullable Job runOne(Job job) {
		Worker worker = begin(job);
		if (worker == null) {
			return end(null);
		}
		worker.takeOver();
		try {
			worker.run(job, worker.now());
		}
		finally {
			worker.letGo();
		}
		return end(worker);
	}

	/** A worker for the job, or null if it was dropped in the meantime. */
	private @Nullable Worker begin(Job job) {
		this.lock.lock();
		try {
			if (!this.queued.remove(job)) {
				return null;
			}
			Worker worker = this.idle.pollLast();
			if (worker == null) {
				worker = new Worker(this.workers.size(), context());
				this.workers.add(worker);
			}
			return worker;
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable Job end(@Nullable Worker worker) {
		this.lock.lock();
		try {
			if (worker != null) {
				this.idle.addLast(worker);
			}
			this.handedOn--;
			this.finished.signalAll();
			return next();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** There was no thread for the job, which nobody was promised anything about. */
	private void reject(Job job) {
		this.lock.lock();
		try {
			this.queued.remove(job);
			this.handedOn--;
			this.finished.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	/** There was no thread for the job, so it goes back to the head of the line. */
	private void putBack(Job job) {
		this.lock.lock();
		try {
			this.line.addFirst(job);
			this.handedOn--;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public int express() {
		return 0;
	}

	@Override
	public boolean hasFixedWorkers() {
		return false;
	}

	@Override
	public List<Worker> workers() {
		this.lock.lock();
		try {
			return List.copyOf(this.workers);
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int queued() {
		this.lock.lock();
		try {
			return this.queued.size();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	public int queueCapacity() {
		return this.queueCapacity;
	}

	@Override
	Optional<Job> oldestQueued() {
		this.lock.lock();
		try {
			return this.queued.stream().findFirst();
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void refuseJobs() {
		this.lock.lock();
		try {
			this.closed = true;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	boolean awaitFinished(Duration timeout) throws InterruptedException {
		context().logger().log(Level.INFO, "Shutting down after " + requests() + " requests");
		boolean all = awaitEmpty(timeout);
		if (all) {
			shutDown();
		}
		return all;
	}

	private boolean awaitEmpty(Duration timeout) throws InterruptedException {
		long left = timeout.toNanos();
		this.lock.lock();
		try {
			while (isAnythingLeft() && left > 0) {
				left = this.finished.awaitNanos(left);
			}
			return !isAnythingLeft();
		}
		finally {
			this.lock.unlock();
		}
	}

	private boolean isAnythingLeft() {
		return this.handedOn > 0 || !this.line.isEmpty();
	}

	@Override
	int dropQueued() {
		this.lock.lock();
		try {
			int dropped = this.queued.size();
			this.queued.clear();
			this.line.clear();
			return dropped;
		}
		finally {
			this.lock.unlock();
		}
	}

	@Override
	void awaitInterrupted(Duration grace) throws InterruptedException {
		awaitEmpty(grace);
		shutDown();
	}

	private void shutDown() {
		if (this.threads instanceof ExecutorService service) {
			service.shutdown();
		}
	}

	private long requests() {
		return workers().stream().mapToLong(Worker::requests).sum();
	}

}
