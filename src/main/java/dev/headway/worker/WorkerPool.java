package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Workers and the jobs that wait for them: runs a server's requests, on any kind of
 * threads. Thread-safe.
 * <p>
 * Always true:
 * <ul>
 * <li>a worker is idle or busy, never both, and its number never changes;</li>
 * <li>a job that {@link #execute} accepted is run once, or counted as abandoned by a
 * {@link #close(Duration)} that ran out of time;</li>
 * <li>each worker runs one job at a time.</li>
 * </ul>
 */
public abstract sealed class WorkerPool implements Executor, AutoCloseable permits ThreadPool, ElasticPool {

	/** The size of a pool without a limit of threads. */
	public static final int UNBOUNDED = Integer.MAX_VALUE;

	private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

	private final WorkerContext context;

	private final PoolClosing closing = new PoolClosing(this);

	WorkerPool(WorkerContext context) {
		this.context = context;
	}

	final WorkerContext context() {
		return this.context;
	}

	/**
	 * Starts the threads, unless the pool starts them when there are jobs.
	 */
	public void start() {
		// an elastic pool starts threads when they are needed
	}

	/**
	 * Hands a job over. The first free worker runs it.
	 * @param job what to run
	 * @throws RejectedExecutionException if the queue is full, no thread could be
	 * started, or the pool is closed
	 */
	@Override
	public abstract void execute(Runnable job);

	/**
	 * Hands a job over, ahead of all those that {@link #execute} took, but behind earlier
	 * ones of this method. It is for work that continues, such as a request that has
	 * waited already, not for new work.
	 * @param job what to run
	 * @throws RejectedExecutionException if the queue is full, no thread could be
	 * started, or the pool is closed
	 */
	public abstract void executeFirst(Runnable job);

	/**
	 * The number of workers that slow jobs may hold.
	 * @return 1 or more, always the same; {@link #UNBOUNDED} if there is no limit
	 */
	public abstract int size();

	/**
	 * The number of workers beyond the size; callers keep slow jobs from them.
	 * @return 0 or more, the same for life
	 */
	public abstract int express();

	/**
	 * The number of spares: workers that stand in for stuck ones.
	 * @return 0 or more, the same for life
	 */
	public int spares() {
		return 0;
	}

	/**
	 * How many spares are in use.
	 * @return a number from 0 to that of the spares
	 */
	public int sparesInUse() {
		return 0;
	}

	/**
	 * How often a spare was started for a stuck worker.
	 * @return never less than before
	 */
	public long replaced() {
		return 0;
	}

	/**
	 * Whether the set of workers is fixed. Otherwise there are as many as were ever
	 * needed at the same time, and it doesn't matter which of them runs a job.
	 * @return whether the set of workers never changes
	 */
	public abstract boolean hasFixedWorkers();

	/**
	 * The workers, by number, in use or not.
	 * @return an immutable list of the present workers
	 */
	public abstract List<Worker> workers();

	/**
	 * How many jobs wait for a worker.
	 * @return a number from 0 to the capacity
	 */
	public abstract int queued();

	/**
	 * How many jobs can wait for a worker.
	 * @return 1 or more, the same for life
	 */
	public abstract int queueCapacity();

	abstract Optional<Job> oldestQueued();

	/**
	 * When the job that waits longest was handed over.
	 * @return the moment, or empty if no job waits
	 */
	public final Optional<Instant> oldestQueuedSince() {
		return oldestQueued().map((job) -> this.context.now().at(job.handedOverAt()));
	}

	/**
	 * How many workers run a job.
	 * @return a number from 0 to the number of workers
	 */
	public final int busy() {
		return (int) workers().stream().filter(Worker::isBusy).count();
	}

	/**
	 * Sets the observer of finished requests, in place of the earlier one.
	 * @param observer called for each request that a worker finishes
	 */
	public final void observe(RequestObserver observer) {
		this.context.observe(observer);
	}

	/**
	 * The state of the pool at this moment. The workers don't wait for it.
	 * @return the queue and every worker
	 */
	public final PoolSnapshot snapshot() {
		Moment now = this.context.now();
		return new PoolSnapshot(now.instant(), queued(), queueCapacity(), oldestQueuedSince(),
				workers().stream().map((worker) -> worker.snapshot(now)).toList());
	}

	/**
	 * Interrupts requests that have held a worker for long. Requests that react to it end
	 * early; the workers go on.
	 * @param held for at least how long
	 */
	public final void interruptBusy(Duration held) {
		Instant limit = this.context.now().instant().minus(held);
		workers().forEach((worker) -> worker.interruptRequest(limit));
	}

	/**
	 * Closes the pool like {@link #close(Duration)}, within 30 seconds.
	 */
	@Override
	public final void close() {
		close(DEFAULT_CLOSE_TIMEOUT);
	}

	/**
	 * Takes no new jobs, lets the workers finish those queued and running, and ends them.
	 * If that takes longer than the timeout, what is still queued is dropped, what still
	 * runs is interrupted, and both are counted and logged. Closing again while that
	 * lasts waits as well; later it has no effect.
	 * @param timeout how long to wait for jobs; jobs interrupted after it get another
	 * second
	 * @return how many accepted jobs were abandoned, queued and running; 0 if all were
	 * finished
	 */
	public final int close(Duration timeout) {
		return this.closing.close(timeout);
	}

	/** From now on jobs are rejected. */
	abstract void refuseJobs();

	/**
	 * Waits until all accepted jobs have run and all workers have ended; false if that
	 * takes too long.
	 */
	abstract boolean awaitFinished(Duration timeout) throws InterruptedException;

	/** Drops the queued jobs, and returns their number. */
	abstract int dropQueued();

	/** Waits for interrupted jobs to end, for at most the given time. */
	abstract void awaitInterrupted(Duration grace) throws InterruptedException;

	@Override
	public final String toString() {
		return getClass().getSimpleName() + "[" + figures() + "]";
	}

	final String figures() {
		return "%d of %s workers busy, %d of %d jobs queued".formatted(busy(),
				(size() == UNBOUNDED) ? "any number of" : Integer.toString(size() + express() + sparesInUse()),
				queued(), queueCapacity());
	}

}
