package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import dev.headway.worker.JobQueue.Job;

/**
 * A fixed number of numbered {@link Worker workers}, all started up front, and one
 * bounded first-in-first-out queue:
 *
 * <pre class="code">
 * try (ThreadPool pool = new ThreadPool(4)) {
 *     for (int i = 0; i &lt; 10; i++) {
 *         pool.execute(() -&gt; System.out.println(Thread.currentThread().getName()));
 *     }
 * } // takes no new jobs, finishes the ten, ends its workers
 * </pre>
 *
 * Always true, whatever jobs do:
 * <ul>
 * <li>a worker is idle or busy, never both, and has the same number for life;</li>
 * <li>a job that {@link #execute} accepted is run once, or counted as abandoned by a
 * {@link #close(Duration)} that ran out of time;</li>
 * <li>workers = size + express; each runs one job at a time, and jobs begin in the order
 * in which they were accepted;</li>
 * <li>per worker, busy time + idle time = time since it started.</li>
 * </ul>
 * The pool doesn't grow, shrink, steal work or return results. Thread-safe.
 */
public final class ThreadPool implements Executor, AutoCloseable {

	/** How many jobs can wait where nothing else is said. */
	public static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

	/** How long interrupted jobs get to end before the pool gives up on them. */
	private static final Duration INTERRUPTION_GRACE = Duration.ofSeconds(1);

	private final int size;

	private final JobQueue queue;

	private final List<Worker> workers;

	private final LongSupplier clock;

	private final InstantSource instants;

	private final Logger logger;

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
		this(size, express, queueCapacity, logger, System::nanoTime, InstantSource.system());
	}

	ThreadPool(int size, int express, int queueCapacity, Logger logger, LongSupplier clock, InstantSource instants) {
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
		this.clock = clock;
		this.instants = instants;
		this.logger = logger;
		this.queue = new JobQueue(queueCapacity);
		this.workers = IntStream.range(0, size + express)
			.mapToObj((number) -> new Worker(number, this.queue, logger, clock, instants))
			.toList();
		startWorkers();
	}

	private void startWorkers() {
		int started = 0;
		try {
			for (Worker worker : this.workers) {
				worker.start();
				started++;
			}
		}
		catch (OutOfMemoryError ex) {
			// what the JDK throws when the system has no thread left to give
			this.queue.close();
			throw new WorkerStartException(this.workers.size(), started, ex);
		}
	}

	/**
	 * Hands a job over, to be run by whichever worker is free first.
	 * @param job what to run
	 * @throws RejectedExecutionException if the queue is full or the pool closed
	 */
	@Override
	public void execute(Runnable job) {
		if (!this.queue.offer(new Job(job, this.clock.getAsLong()))) {
			throw new RejectedExecutionException(this.queue.isClosed() ? "the pool is closed" : figures());
		}
	}

	/**
	 * The number of workers that slow jobs may hold.
	 * @return 1 or more, the same for life
	 */
	public int size() {
		return this.size;
	}

	/**
	 * The number of workers beyond the size.
	 * @return 0 or more, the same for life
	 */
	public int express() {
		return this.workers.size() - this.size;
	}

	/**
	 * How many jobs can wait for a worker.
	 * @return 1 or more, the same for life
	 */
	public int queueCapacity() {
		return this.queue.capacity();
	}

	/**
	 * The workers, by number.
	 * @return an immutable list, the same for life
	 */
	public List<Worker> workers() {
		return this.workers;
	}

	/**
	 * How many workers run a job.
	 * @return a number from 0 to the number of workers
	 */
	public int busy() {
		return (int) this.workers.stream().filter(Worker::isBusy).count();
	}

	/**
	 * How many jobs wait for a worker.
	 * @return a number from 0 to the capacity of the queue
	 */
	public int queued() {
		return this.queue.size();
	}

	/**
	 * When the job that waits longest was handed over.
	 * @return the moment, or empty if no job waits
	 */
	public Optional<Instant> oldestQueuedSince() {
		return this.queue.oldest().map((job) -> now().at(job.handedOverAt()));
	}

	/**
	 * Has an observer told of each request that a worker finishes, in place of any
	 * earlier observer.
	 * @param observer who wants to know
	 */
	public void observe(RequestObserver observer) {
		this.workers.forEach((worker) -> worker.observe(observer));
	}

	/**
	 * What the pool does at this moment. Doesn't hold up the work.
	 * @return the queue and every worker
	 */
	public PoolSnapshot snapshot() {
		Moment now = now();
		return new PoolSnapshot(now.instant(), queued(), queueCapacity(), oldestQueuedSince(),
				this.workers.stream().map((worker) -> worker.snapshot(now)).toList());
	}

	private Moment now() {
		return Moment.now(this.clock, this.instants);
	}

	/**
	 * Interrupts requests that have held a worker for long. Those that heed it end early;
	 * the workers live on.
	 * @param held for how long
	 */
	public void interruptBusy(Duration held) {
		Instant limit = now().instant().minus(held);
		this.workers.stream()
			.filter((worker) -> worker.request().filter((request) -> request.since().isBefore(limit)).isPresent())
			.forEach(Worker::interrupt);
	}

	/**
	 * Closes the pool like {@link #close(Duration)}, within 30 seconds.
	 */
	@Override
	public void close() {
		close(DEFAULT_CLOSE_TIMEOUT);
	}

	/**
	 * Takes no new jobs, lets the workers finish those queued and running, and ends them.
	 * If that takes longer than the timeout, what is still queued is dropped, what still
	 * runs is interrupted, and both are counted and logged. Closing again waits again,
	 * and is otherwise without effect.
	 * @param timeout how long to wait for jobs; jobs interrupted after it get another
	 * second
	 * @return how many accepted jobs were abandoned, queued and running; 0 if all were
	 * finished
	 */
	public int close(Duration timeout) {
		this.queue.close();
		try {
			if (awaitFinished(timeout)) {
				return 0;
			}
			return abandon();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return abandon();
		}
	}

	private boolean awaitFinished(Duration timeout) throws InterruptedException {
		long deadline = System.nanoTime() + timeout.toNanos();
		for (Worker worker : this.workers) {
			this.logger.log(Level.INFO, "Shutting down worker " + worker.number());
			if (!worker.awaitFinished(deadline - System.nanoTime())) {
				return false;
			}
		}
		return true;
	}

	private int abandon() {
		int queued = this.queue.clear();
		int running = busy();
		this.logger.log(Level.WARNING, "Gave up on " + running + " running and " + queued + " queued jobs");
		this.workers.forEach(Worker::interrupt);
		long deadline = System.nanoTime() + INTERRUPTION_GRACE.toNanos();
		try {
			for (Worker worker : this.workers) {
				worker.awaitFinished(deadline - System.nanoTime());
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return queued + running;
	}

	@Override
	public String toString() {
		return "ThreadPool[" + figures() + "]";
	}

	private String figures() {
		return "%d of %d workers busy, %d of %d jobs queued".formatted(busy(), this.workers.size(), queued(),
				queueCapacity());
	}

}
