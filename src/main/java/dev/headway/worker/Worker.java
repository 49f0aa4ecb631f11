package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import dev.headway.worker.JobQueue.Job;

/**
 * One thread of a {@link ThreadPool}, with a number that it keeps for life: it takes a
 * job from the queue, runs it, and takes the next, until the queue is closed and empty.
 * <p>
 * A worker survives its jobs: what a job throws is logged and forgotten. Should its
 * thread die all the same, another one takes over under the same number and with the same
 * counters.
 * <p>
 * Its own thread writes the counters; any thread may read them through
 * {@link ThreadPool#snapshot()}.
 * <p>
 * A job is not a request: a server's connection brings other work too (it is closed, it
 * times out), and one job may serve several requests. So whoever serves a request says so
 * with {@link #begin()}.
 */
public final class Worker {

	private final int number;

	private final JobQueue queue;

	private final Logger logger;

	private final LongSupplier clock;

	private final long startedAt;

	private final CountDownLatch finished = new CountDownLatch(1);

	private final BusyClock busyClock = new BusyClock();

	// Mutable state, written by the worker's own thread

	private volatile Thread thread;

	private volatile long jobs;

	private volatile long requests;

	Worker(int number, JobQueue queue, Logger logger, LongSupplier clock) {
		this.number = number;
		this.queue = queue;
		this.logger = logger;
		this.clock = clock;
		this.startedAt = clock.getAsLong();
		this.thread = new WorkerThread(this);
	}

	/**
	 * The worker whose thread this is.
	 * @return the worker, or empty on a thread that belongs to no pool
	 */
	public static Optional<Worker> current() {
		return (Thread.currentThread() instanceof WorkerThread thread) ? Optional.of(thread.worker) : Optional.empty();
	}

	/**
	 * The worker's number.
	 * @return a number from 0 up, the same for life
	 */
	public int number() {
		return this.number;
	}

	/**
	 * Tells that the job in progress begins to serve a request. Counts and, at level
	 * DEBUG, logs it. To be called on the worker's own thread.
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	public void begin() {
		this.requests++;
		if (this.logger.isLoggable(Level.DEBUG)) {
			this.logger.log(Level.DEBUG, "Worker " + this.number + " got a job; executing.");
		}
	}

	void start() {
		this.thread.start();
	}

	/** Waits for the worker to finish what is queued after the queue was closed. */
	boolean awaitFinished(long nanos) throws InterruptedException {
		return this.finished.await(nanos, TimeUnit.NANOSECONDS);
	}

	void interrupt() {
		this.thread.interrupt();
	}

	WorkerSnapshot snapshot() {
		BusyClock.Reading reading = this.busyClock.read();
		// the clock after the reading, never before: busy time can't exceed the time
		long now = this.clock.getAsLong() - this.startedAt;
		long busy = reading.busyNanos(now);
		return new WorkerSnapshot(this.number, reading.isBusy() ? WorkerState.BUSY : WorkerState.IDLE, this.jobs,
				this.requests, Duration.ofNanos(busy), Duration.ofNanos(now - busy));
	}

	private void work() {
		for (Optional<Job> job = this.queue.take(); job.isPresent(); job = this.queue.take()) {
			run(job.get());
		}
		this.finished.countDown();
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void run(Job job) {
		this.busyClock.begin(this.clock.getAsLong() - this.startedAt);
		try {
			job.work().run();
		}
		catch (Throwable ex) {
			this.logger.log(Level.ERROR, "Worker " + this.number + " survived a job that threw", ex);
		}
		finally {
			this.jobs++;
			this.busyClock.end(this.clock.getAsLong() - this.startedAt);
			// an interrupt that the job left behind must not reach the next one
			Thread.interrupted();
		}
	}

	/**
	 * Called by a thread that something beyond the job has killed, such as a lack of
	 * memory while a failure was being logged.
	 * @return whether another thread goes on in its place
	 */
	private boolean replaceThread() {
		WorkerThread replacement = new WorkerThread(this);
		try {
			replacement.start();
			this.thread = replacement;
			return true;
		}
		catch (OutOfMemoryError ex) {
			// no thread to be had, so the old one has to live on
			return false;
		}
	}

	private static final class WorkerThread extends Thread {

		private final Worker worker;

		WorkerThread(Worker worker) {
			super("worker-" + worker.number);
			this.worker = worker;
			// not inherited from whoever happens to start the pool
			setDaemon(false);
		}

		@Override
		public void run() {
			boolean done = false;
			while (!done) {
				try {
					this.worker.work();
					done = true;
				}
				catch (Throwable ex) {
					done = this.worker.replaceThread();
				}
			}
		}

	}

}
