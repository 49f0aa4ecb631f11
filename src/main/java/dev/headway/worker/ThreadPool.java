package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/**
 * A fixed number of numbered {@link Worker workers}, each with a thread of its own, all
 * started up front, and one bounded first-in-first-out queue:
 *
 * <pre class="code">
 * try (ThreadPool pool = new ThreadPool(4)) {
 *     for (int i = 0; i &lt; 10; i++) {
 *         pool.execute(() -&gt; System.out.println(Thread.currentThread().getName()));
 *     }
 * } // takes no new jobs, finishes the ten, ends its workers
 * </pre>
 *
 * Always true, beside what is of every {@link WorkerPool}:
 * <ul>
 * <li>workers = size + express, and jobs begin in the order in which they were accepted,
 * but for those that {@link #executeFirst} puts first;</li>
 * <li>per worker, busy time + idle time = time since it started.</li>
 * </ul>
 * The pool doesn't grow, shrink, steal work or return results. Thread-safe.
 */
public final class ThreadPool extends WorkerPool {

	/** How many jobs can wait where nothing else is said. */
	public static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private final int size;

	private final JobQueue queue;

	private final List<WorkerLoop> loops;

	private final List<Worker> workers;

	/**
	 * Starts a pool with the {@linkplain #DEFAULT_QUEUE_CAPACITY default} queue.
	 * @param size the number of workers, 1 or more
	 * @throws IllegalArgumentException if the size is below 1
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	public ThreadPool(int size) {
		this(size, DEFAULT_QUEUE_CAPACITY);
	}

	/**
	 * Starts a pool.
	 * @param size the number of workers, 1 or more
	 * @param queueCapacity the number of jobs that can wait for a worker, 1 or more
	 * @throws IllegalArgumentException if an argument is below 1
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	public ThreadPool(int size, int queueCapacity) {
		this(size, 0, queueCapacity, System.getLogger(ThreadPool.class.getName()));
	}

	/**
	 * Starts a pool with some workers more than slow jobs may hold, that logs somewhere
	 * in particular.
	 * @param size the number of workers that slow jobs may hold, 1 or more
	 * @param express the number of workers beyond, 0 or more; it is up to those who hand
	 * jobs over to keep slow ones from these
	 * @param queueCapacity the number of jobs that can wait for a worker, 1 or more
	 * @param logger gets each request at DEBUG, the end of each worker at INFO, abandoned
	 * jobs at WARNING and what jobs throw at ERROR
	 * @throws IllegalArgumentException if a number is too low
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	public ThreadPool(int size, int express, int queueCapacity, Logger logger) {
		this(size, express, queueCapacity, WorkerContext.of(logger));
	}

	ThreadPool(int size, int express, int queueCapacity, Logger logger, LongSupplier clock, InstantSource instants) {
		this(size, express, queueCapacity, new WorkerContext(logger, clock, instants));
	}

	private ThreadPool(int size, int express, int queueCapacity, WorkerContext context) {
		super(context);
		if (size < 1) {
			throw new IllegalArgumentException("size must be 1 or more: " + size);
		}
		if (express < 0) {
			throw new IllegalArgumentException("express must be 0 or more: " + express);
		}
		if (queueCapacity < 1) {
			throw new IllegalArgumentException("queueCapacity must be 1 or more: " + queueCapacity);
		}
		this.size = size;
		this.queue = new JobQueue(queueCapacity);
		this.workers = IntStream.range(0, size + express).mapToObj((number) -> new Worker(number, context)).toList();
		this.loops = this.workers.stream().map((worker) -> new WorkerLoop(worker, this.queue)).toList();
		startWorkers();
	}

	private void startWorkers() {
		int started = 0;
		try {
			for (WorkerLoop loop : this.loops) {
				loop.start();
				started++;
			}
		}
		catch (OutOfMemoryError ex) {
			// what the JDK throws when the system has no thread left to give
			throw new WorkerStartException(this.workers.size(), started, ex);
		}
		finally {
			if (started < this.loops.size()) {
				this.queue.close();
			}
		}
	}

	@Override
	public void execute(Runnable job) {
		if (!this.queue.offer(new Job(job, context().nanos()))) {
			throw rejected();
		}
	}

	@Override
	public void executeFirst(Runnable job) {
		if (!this.queue.offerFirst(new Job(job, context().nanos()))) {
			throw rejected();
		}
	}

	private RejectedExecutionException rejected() {
		return new RejectedExecutionException(this.queue.isClosed() ? "the pool is closed" : figures());
	}

	@Override
	public int size() {
		return this.size;
	}

	@Override
	public int express() {
		return this.workers.size() - this.size;
	}

	@Override
	public boolean hasFixedWorkers() {
		return true;
	}

	/**
	 * The workers, by number.
	 * @return an immutable list, the same for life
	 */
	@Override
	public List<Worker> workers() {
		return this.workers;
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
		long deadline = System.nanoTime() + timeout.toNanos();
		for (int number = 0; number < this.loops.size(); number++) {
			context().log(Level.INFO, "Shutting down worker " + number);
			if (!this.loops.get(number).awaitFinished(deadline - System.nanoTime())) {
				return false;
			}
		}
		return true;
	}

	@Override
	int dropQueued() {
		return this.queue.clear();
	}

	@Override
	void awaitInterrupted(Duration grace) throws InterruptedException {
		long deadline = System.nanoTime() + grace.toNanos();
		for (WorkerLoop loop : this.loops) {
			loop.awaitFinished(deadline - System.nanoTime());
		}
	}

}
