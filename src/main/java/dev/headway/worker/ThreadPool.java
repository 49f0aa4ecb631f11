package dev.headway.worker;

import java.lang.System.Logger;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbered {@link Worker workers}, each with a thread of its own, and one bounded
 * first-in-first-out queue:
 *
 * <pre class="code">
 * try (ThreadPool pool = new ThreadPool(4)) {
 *     for (int i = 0; i &lt; 10; i++) {
 *         pool.execute(() -&gt; System.out.println(Thread.currentThread().getName()));
 *     }
 * } // takes no new jobs, finishes the ten, ends its workers
 * </pre>
 *
 * Always true, in addition to the rules of every {@link WorkerPool}:
 * <ul>
 * <li>workers in use = size + express + spares in use; all but the spares start up
 * front;</li>
 * <li>spares in use = min(spares, max(0, stuck - size)), where stuck counts the workers
 * in the same job for longer than {@link Spares#replaceAfter()}; min(spares, stuck) if
 * stuck &gt; size and a job has waited as long. Spares follow with a short delay, and a
 * spare that is no longer needed stays for some seconds. So as long as a spare is left,
 * at least {@code express} workers aren't stuck, whatever blocks the others. While no
 * worker takes a job that has waited for a tenth of that time, up to {@code express}
 * spares more are in use;</li>
 * <li>jobs begin in the order in which they were accepted, except for those of
 * {@link #executeFirst};</li>
 * <li>per worker, busy time + idle time = time since it started. A spare's time begins
 * with the pool: while it isn't in use it is idle.</li>
 * </ul>
 * Without spares the pool doesn't grow or shrink; it never steals work or returns
 * results. Thread-safe.
 */
public final class ThreadPool extends WorkerPool {

	/** How many jobs can wait by default. */
	public static final int DEFAULT_QUEUE_CAPACITY = 10_000;

	private final int size;

	private final int express;

	private final JobQueue queue;

	private final SpareWorkers spares;

	private final List<Worker> workers;

	private final PoolThreads threads;

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
	 * Starts a pool without spares, see
	 * {@link #ThreadPool(int, int, Spares, int, Logger)}.
	 * @param size the number of workers that slow jobs may hold, 1 or more
	 * @param express the number of workers beyond {@code size}, 0 or more
	 * @param queueCapacity the number of jobs that can wait for a worker, 1 or more
	 * @param logger see there for the levels
	 * @throws IllegalArgumentException if a number is too low
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	public ThreadPool(int size, int express, int queueCapacity, Logger logger) {
		this(size, express, Spares.NONE, queueCapacity, logger);
	}

	/**
	 * Starts a pool with spares for stuck workers. Without express workers no worker has
	 * to be kept free, so there are no spares either.
	 * @param size the number of workers that slow jobs may hold, 1 or more
	 * @param express the number of workers beyond {@code size}, 0 or more; callers keep
	 * slow jobs from them
	 * @param spares when more than {@code size} workers are stuck, how many stand in
	 * @param queueCapacity the number of jobs that can wait for a worker, 1 or more
	 * @param logger gets each request at DEBUG, the end of each worker at INFO, abandoned
	 * jobs at WARNING and what jobs throw at ERROR
	 * @throws IllegalArgumentException if a number is too low
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	public ThreadPool(int size, int express, Spares spares, int queueCapacity, Logger logger) {
		this(size, express, spares, queueCapacity, WorkerContext.of(logger), WorkerLoop::start);
	}

	/**
	 * Makes a pool that has no threads before it is {@linkplain #start() started}.
	 * @param settings how large it is
	 * @param logger gets each request at DEBUG, the end of each worker at INFO, abandoned
	 * jobs at WARNING, what jobs throw at ERROR
	 * @return the pool, which accepts jobs, and runs them once it is started
	 */
	public static ThreadPool notStarted(PoolSettings settings, Logger logger) {
		return new ThreadPool(settings, WorkerContext.of(logger), WorkerLoop::start);
	}

	ThreadPool(int size, int express, int queueCapacity, Logger logger, LongSupplier clock, InstantSource instants) {
		this(size, express, Spares.NONE, queueCapacity, new WorkerContext(logger, clock, instants), WorkerLoop::start);
	}

	/** Starts a pool with its own way to start the threads of spares. */
	ThreadPool(int size, int express, Spares spares, int queueCapacity, WorkerContext context,
			Consumer<WorkerLoop> spareStarter) {
		this(new PoolSettings(size, express, spares, queueCapacity), context, spareStarter);
		start();
	}

	private ThreadPool(PoolSettings settings, WorkerContext context, Consumer<WorkerLoop> spareStarter) {
		super(context);
		this.size = settings.size();
		this.express = settings.express();
		this.queue = new JobQueue(settings.queueCapacity());
		List<Worker> lasting = IntStream.range(0, this.size + this.express)
			.mapToObj((number) -> new Worker(number, context))
			.toList();
		this.spares = new SpareWorkers(lasting.size(), (this.express > 0) ? settings.spares().limit() : 0, this.queue,
				context, spareStarter);
		this.workers = Stream.concat(lasting.stream(), this.spares.workers().stream()).toList();
		SpareMonitor monitor = new SpareMonitor(context, this.queue, this.workers, this.size, this.express, this.spares,
				new WorkerReplacement(this.workers.size(), this.size, this.express, settings.spares()));
		this.threads = new PoolThreads(lasting, this.queue, this.spares, monitor, context);
	}

	/**
	 * Starts the workers, unless they were started before. A closed pool stays closed.
	 * @throws WorkerStartException if the machine can't start that many threads
	 */
	@Override
	public void start() {
		this.threads.start();
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
		return this.express;
	}

	@Override
	public int spares() {
		return this.spares.workers().size();
	}

	@Override
	public int sparesInUse() {
		return this.spares.inUse();
	}

	@Override
	public long replaced() {
		return this.spares.started();
	}

	@Override
	public boolean hasFixedWorkers() {
		return true;
	}

	/** The workers, by number; the spares come last. */
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
		return this.threads.awaitFinished(timeout);
	}

	@Override
	int dropQueued() {
		return this.queue.clear();
	}

	@Override
	void awaitInterrupted(Duration grace) throws InterruptedException {
		this.threads.awaitInterrupted(grace);
	}

}
