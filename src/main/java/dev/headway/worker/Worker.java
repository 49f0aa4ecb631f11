package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
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
 * times out), one job may serve several requests, and one request may need several jobs.
 * So whoever serves a request says so with {@link #begin} and {@link #end}, and in
 * between with {@link #suspend} and {@link #resume}.
 */
public final class Worker {

	private final int number;

	private final JobQueue queue;

	private final Logger logger;

	private final LongSupplier clock;

	private final InstantSource instants;

	private final long startedAt;

	private final CountDownLatch finished = new CountDownLatch(1);

	private final BusyClock busyClock = new BusyClock();

	private final RequestLog log = new RequestLog();

	private volatile RequestObserver observer = (queuedNanos, heldNanos) -> {
	};

	// Mutable state, written by the worker's own thread

	private volatile Thread thread;

	private volatile long jobs;

	/** How long the job in progress was queued, until a request has taken that on. */
	private long jobQueuedNanos;

	/** How long the request in progress was queued. */
	private long requestQueuedNanos;

	/** How long the request in progress held workers before it was suspended. */
	private long heldBeforeNanos;

	Worker(int number, JobQueue queue, Logger logger, LongSupplier clock, InstantSource instants) {
		this.number = number;
		this.queue = queue;
		this.logger = logger;
		this.clock = clock;
		this.instants = instants;
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
	 * Whether the worker runs a job.
	 * @return false if it waits for one
	 */
	public boolean isBusy() {
		return this.busyClock.read().isBusy();
	}

	/**
	 * The time spent in jobs, the one in progress included.
	 * @return never less than before
	 */
	public Duration busyTime() {
		return times().busy();
	}

	/**
	 * How long the request in progress had waited for a worker. To be called on the
	 * worker's own thread.
	 * @return nanoseconds; 0 for a request that came on the heels of another
	 */
	public long queuedNanos() {
		return this.requestQueuedNanos;
	}

	/**
	 * How many requests the worker has finished.
	 * @return never less than before
	 */
	public long requests() {
		return this.log.finished();
	}

	/**
	 * The request in progress.
	 * @return the request, or empty if the worker is idle or its job serves none
	 */
	public Optional<RunningRequest> request() {
		return this.log.current(now());
	}

	/**
	 * Where the worker's thread is at this moment.
	 * @return the frames, innermost first; empty if the worker has ended
	 */
	public StackTraceElement[] stackTrace() {
		return this.thread.getStackTrace();
	}

	/**
	 * Tells that the job in progress begins to serve a request, and logs that at level
	 * DEBUG. Like all that follows, to be called on the worker's own thread.
	 * @param method its method
	 * @param path its path, without the query, fit to be shown
	 */
	public void begin(String method, String path) {
		begin(method, path, takeQueuedNanos(), 0, true);
		if (this.logger.isLoggable(Level.DEBUG)) {
			this.logger.log(Level.DEBUG, "Worker " + this.number + " got a job; executing.");
		}
	}

	/**
	 * Tells that the job in progress begins to serve a request that only looks at the
	 * server. While it lasts it can be seen like any other; it is neither logged nor
	 * counted, so that looking doesn't change what is seen.
	 * @param method its method
	 * @param path its path, without the query, fit to be shown
	 */
	public void beginUncounted(String method, String path) {
		begin(method, path, takeQueuedNanos(), 0, false);
	}

	/**
	 * Tells that the request in progress was answered.
	 * @param status the status of the answer
	 */
	public void end(int status) {
		long now = this.clock.getAsLong();
		long held = now - this.log.start() + this.heldBeforeNanos;
		if (this.log.end(status, now, this.requestQueuedNanos)) {
			this.observer.finished(this.requestQueuedNanos, held);
		}
	}

	/**
	 * Tells that the request in progress lets go of the worker and will go on later, on
	 * this worker or another.
	 * @return what to {@link #resume} it with
	 */
	public SuspendedRequest suspend() {
		long held = this.clock.getAsLong() - this.log.start() + this.heldBeforeNanos;
		this.log.drop();
		return new SuspendedRequest(this.log.method(), this.log.path(), this.requestQueuedNanos, held,
				this.log.isCounted());
	}

	/**
	 * Tells that a request goes on. It counts as one with what it was before.
	 * @param request the request
	 */
	public void resume(SuspendedRequest request) {
		begin(request.method(), request.path(), request.queuedNanos(), request.heldNanos(), request.isCounted());
	}

	void observe(RequestObserver newObserver) {
		this.observer = newObserver;
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

	WorkerSnapshot snapshot(Moment moment) {
		Times times = times();
		return new WorkerSnapshot(this.number, times.state(), this.jobs, requests(),
				Duration.ofNanos(this.log.queuedNanos()), times.busy(), times.idle(), this.log.current(moment),
				this.log.last(moment));
	}

	/**
	 * State and times at one moment: the clock is read between two equal readings of the
	 * account, or a job that ends in between would be charged for time after its end.
	 */
	private Times times() {
		while (true) {
			BusyClock.Reading reading = this.busyClock.read();
			long now = this.clock.getAsLong() - this.startedAt;
			if (reading.equals(this.busyClock.read())) {
				long busy = reading.busyNanos(now);
				return new Times(reading.isBusy() ? WorkerState.BUSY : WorkerState.IDLE, Duration.ofNanos(busy),
						Duration.ofNanos(now - busy));
			}
		}
	}

	private void begin(String method, String path, long queued, long heldBefore, boolean counted) {
		this.requestQueuedNanos = queued;
		this.heldBeforeNanos = heldBefore;
		this.log.begin(method, path, this.clock.getAsLong(), counted);
	}

	/** What the job waited is what its first request waited. */
	private long takeQueuedNanos() {
		long taken = this.jobQueuedNanos;
		this.jobQueuedNanos = 0;
		return taken;
	}

	private Moment now() {
		return Moment.now(this.clock, this.instants);
	}

	private void work() {
		for (Job job = this.queue.take(); job != null; job = this.queue.take()) {
			run(job);
		}
		this.finished.countDown();
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void run(Job job) {
		long start = this.clock.getAsLong();
		this.jobQueuedNanos = start - job.handedOverAt();
		this.busyClock.begin(start - this.startedAt);
		try {
			job.work().run();
		}
		catch (Throwable ex) {
			this.logger.log(Level.ERROR, "Worker " + this.number + " survived a job that threw", ex);
		}
		finally {
			// whatever the job began and didn't end
			this.log.drop();
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

	private record Times(WorkerState state, Duration busy, Duration idle) {
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
