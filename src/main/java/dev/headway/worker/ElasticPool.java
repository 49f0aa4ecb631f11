package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;

/**
 * Keeps account of jobs that an executor's threads run: one new thread for each job, for
 * example, or the threads of a fork-join pool. Each job has a {@link Worker} while it
 * runs. Its number has no meaning of its own: a new worker is made only when all others
 * are busy.
 * <p>
 * The executor gets a limited number of jobs at a time; the others wait in order. If no
 * thread can be started a job is rejected, never lost. Thread-safe. The executor must not
 * run jobs on the thread that hands them over.
 */
public final class ElasticPool extends WorkerPool {

	private final Executor threads;

	private final int size;

	private final ElasticQueue queue;

	/**
	 * Held by the thread that hands a job over, until it is certain that a thread will
	 * run it.
	 */
	private final Object handOver = new Object();

	private final ElasticWorkers workers;

	/**
	 * Makes a pool that runs jobs on an executor's threads.
	 * @param threads what runs the jobs; if it is an {@code ExecutorService} it is shut
	 * down with the pool
	 * @param size how many jobs run at a time, 1 or more, or {@link #UNBOUNDED}
	 * @param limit how many jobs the executor gets at a time; the size, or more for an
	 * executor with a queue of its own
	 * @param queueCapacity how many accepted jobs can wait, 1 or more
	 * @param logger gets each request at DEBUG, the pool's end at INFO, abandoned jobs at
	 * WARNING and what jobs throw at ERROR
	 * @throws IllegalArgumentException if a number is too low
	 */
	public ElasticPool(Executor threads, int size, int limit, int queueCapacity, Logger logger) {
		this(threads, size, limit, queueCapacity, WorkerContext.of(logger));
	}

	ElasticPool(Executor threads, int size, int limit, int queueCapacity, WorkerContext context) {
		super(context);
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
		this.queue = new ElasticQueue(limit, queueCapacity);
		this.workers = new ElasticWorkers(context);
	}

	@Override
	public void execute(Runnable job) {
		handOver(new Job(job, context().nanos()), this.queue::offer);
	}

	@Override
	public void executeFirst(Runnable job) {
		handOver(new Job(job, context().nanos()), this.queue::offerFirst);
	}

	private void handOver(Job job, Function<Job, ElasticQueue.Answer> offer) {
		synchronized (this.handOver) {
			switch (offer.apply(job)) {
				case REFUSED ->
					throw new RejectedExecutionException(this.queue.isClosed() ? "the pool is closed" : figures());
				case ACCEPTED_ASK_FOR_THREAD -> askForThread(job);
				case ACCEPTED -> {
					// a thread will run it
				}
			}
		}
	}

	private void askForThread(Job job) {
		try {
			this.threads.execute(this::serve);
		}
		catch (Throwable ex) {
			// the JDK throws an OutOfMemoryError if it can't start a thread
			if (this.queue.withdraw(job)) {
				throw new RejectedExecutionException("no thread could be started; " + figures(), ex);
			}
		}
	}

	/** Runs one job, then makes room for the next thread. */
	private void serve() {
		boolean stay = true;
		while (stay) {
			Worker worker = this.workers.take();
			Job job = this.queue.begin();
			if (job != null) {
				worker.jobs().run(job);
			}
			this.workers.putBack(worker);
			stay = job != null && this.queue.end() && !isAskedForThread();
		}
	}

	/** Requests a thread; false if that fails. */
	private boolean isAskedForThread() {
		try {
			this.threads.execute(this::serve);
			return true;
		}
		catch (Throwable ex) {
			return false;
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
		return this.workers.all();
	}

	@Override
	public int queued() {
		return this.queue.size();
	}

	@Override
	public int queueCapacity() {
		return this.queue.capacity();
	}

	@Override
	Optional<Job> oldestQueued() {
		return this.queue.oldest();
	}

	@Override
	void refuseJobs() {
		this.queue.close();
	}

	@Override
	boolean awaitFinished(Duration timeout) throws InterruptedException {
		context().log(Level.INFO, "Shutting down after " + requests() + " requests");
		boolean all = this.queue.awaitIdle(timeout.toNanos());
		if (all) {
			shutDown();
		}
		return all;
	}

	@Override
	int dropQueued() {
		return this.queue.clear();
	}

	@Override
	void awaitInterrupted(Duration grace) throws InterruptedException {
		this.queue.awaitIdle(grace.toNanos());
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
