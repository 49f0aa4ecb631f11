package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Workers, and the jobs that wait for them: what runs a server's requests, whatever its
 * threads are. Thread-safe.
 * <p>
 * Always true, whatever jobs do:
 * <ul>
 * <li>a worker is idle or busy, never both, and has the same number for life;</li>
 * <li>a job that {@link #execute} accepted is run once, or counted as abandoned by a
 * {@link #close(Duration)} that ran out of time;</li>
 * <li>each worker runs one job at a time.</li>
 * </ul>
 */
public abstract sealed class WorkerPool implements Executor, AutoCloseable permits ThreadPool, ElasticPool {

	/** The size of a pool that takes as many threads as it gets. */
	public static final int UNBOUNDED = Integer.MAX_VALUE;

	private static final Duration DEFAULT_CLOSE_TIMEOUT = Duration.ofSeconds(30);

	/** How long interrupted jobs get to end before the pool gives up on them. */
	static final Duration INTERRUPTION_GRACE = Duration.ofSeconds(1);

	private final WorkerContext context;

	WorkerPool(WorkerContext context) {
		this.context = context;
	}

	final WorkerContext context() {
		return this.context;
	}

	/**
	 * Starts its threads, if it has any before there is a job.
	 */
	public void start() {
		// those that start threads as they are needed have none
	}

	/**
	 * Hands a job over, to be run by whichever worker is free first.
	 * @param job what to run
	 * @throws RejectedExecutionException if too much waits, there is no thread to be had,
	 * or the pool is closed
	 */
	@Override
	public abstract void execute(Runnable job);

	/**
	 * Hands a job over that passes all those that {@link #execute} took, though none that
	 * came this way before: to be used for what goes on, not for what begins, such as a
	 * request that has had its wait.
	 * @param job what to run
	 * @throws RejectedExecutionException if too much waits, there is no thread to be had,
	 * or the pool is closed
	 */
	public abstract void executeFirst(Runnable job);

	/**
	 * The number of workers that slow jobs may hold.
	 * @return 1 or more, the same for life; {@link #UNBOUNDED} if there is no limit
	 */
	public abstract int size();

	/**
	 * The number of workers beyond the size, which are to be kept free of slow jobs.
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
	 * How often a spare has come into use for a stuck worker.
	 * @return never less than before
	 */
	public long replaced() {
		return 0;
	}

	/**
	 * Whether the workers are the same for life. Otherwise there are as many as were ever
	 * needed at a time, and which of them runs a job is of no interest.
	 * @return whether one can tell them apart
	 */
	public abstract boolean hasFixedWorkers();

	/**
	 * The workers, by number, in use or not.
	 * @return an immutable list; those that there are at present
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
	 * Has an observer told of each request that a worker finishes, in place of any
	 * earlier observer.
	 * @param observer who wants to know
	 */
	public final void observe(RequestObserver observer) {
		this.context.observe(observer);
	}

	/**
	 * What the pool does at this moment. Doesn't hold up the work.
	 * @return the queue and every worker
	 */
	public final PoolSnapshot snapshot() {
		Moment now = this.context.now();
		return new PoolSnapshot(now.instant(), queued(), queueCapacity(), oldestQueuedSince(),
				workers().stream().map((worker) -> worker.snapshot(now)).toList());
	}

	/**
	 * Interrupts requests that have held a worker for long. Those that heed it end early;
	 * the workers live on.
	 * @param held for how long
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
	 * runs is interrupted, and both are counted and logged. Closing again waits again,
	 * and is otherwise without effect.
	 * @param timeout how long to wait for jobs; jobs interrupted after it get another
	 * second
	 * @return how many accepted jobs were abandoned, queued and running; 0 if all were
	 * finished
	 */
	public final int close(Duration timeout) {
		refuseJobs();
		try {
			if (awaitFinished(timeout)) {
				return 0;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return abandon();
	}

	/** From now on jobs are rejected. */
	abstract void refuseJobs();

	/** Whether all accepted jobs are run, and all workers have ended, in time. */
	abstract boolean awaitFinished(Duration timeout) throws InterruptedException;

	/** Drops what is queued, and returns how many jobs that was. */
	abstract int dropQueued();

	/** Waits for what was interrupted, but not for long. */
	abstract void awaitInterrupted(Duration grace) throws InterruptedException;

	private int abandon() {
		int queued = dropQueued();
		this.context.abandon();
		int running = (int) workers().stream().filter(Worker::interruptJob).count();
		this.context.log(Level.WARNING, "Gave up on " + running + " running and " + queued + " queued jobs");
		try {
			awaitInterrupted(INTERRUPTION_GRACE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return queued + running;
	}

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
