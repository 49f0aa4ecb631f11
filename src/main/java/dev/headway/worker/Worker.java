package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One of those who run a {@link WorkerPool}'s jobs, one job at a time, with a number that
 * it keeps for life. In a {@link ThreadPool} each has a thread of its own; in an
 * {@link ElasticPool} it has the thread of the job in progress.
 * <p>
 * A worker survives its jobs: what a job throws is logged and forgotten.
 * <p>
 * Its own thread writes the counters; any thread may read them through
 * {@link WorkerPool#snapshot()}.
 * <p>
 * A job is not a request: a server's connection brings other work too (it is closed, it
 * times out), one job may serve several requests, and one request may need several jobs.
 * So whoever serves a request says so with {@link #begin} and {@link #end}, and in
 * between with {@link #suspend} and {@link #resume}.
 */
public final class Worker {

	private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

	private final int number;

	private final WorkerContext context;

	private final long startedAt;

	private final BusyClock busyClock = new BusyClock();

	private final RequestLog log = new RequestLog();

	// Mutable state, written by the worker's own thread

	private volatile @Nullable Thread thread;

	private volatile long jobs;

	/** How long the job in progress was queued, until a request has taken that on. */
	private long jobQueuedNanos;

	/** How long the request in progress was queued. */
	private long requestQueuedNanos;

	/** How long the request in progress held workers before it was suspended. */
	private long heldBeforeNanos;

	Worker(int number, WorkerContext context) {
		this.number = number;
		this.context = context;
		this.startedAt = context.nanos();
	}

	/**
	 * The worker whose thread this is.
	 * @return the worker, or empty on a thread that belongs to no pool
	 */
	public static Optional<Worker> current() {
		return Optional.ofNullable(CURRENT.get());
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
	 * The path of the last request, so that who meets it again needn't make the string
	 * again. To be called on the worker's own thread.
	 * @return the path as it was given to {@link #begin}, or an empty string
	 */
	public String lastPath() {
		return this.log.lastPath();
	}

	/**
	 * The request in progress.
	 * @return the request, or empty if the worker is idle or its job serves none
	 */
	public Optional<RunningRequest> request() {
		return this.log.current(this.context.now());
	}

	/**
	 * Where the worker's thread is at this moment.
	 * @return the frames, innermost first; empty if the worker has no thread
	 */
	public StackTraceElement[] stackTrace() {
		Thread present = this.thread;
		return (present != null) ? present.getStackTrace() : new StackTraceElement[0];
	}

	/**
	 * Tells that the job in progress begins to serve a request, and logs that at level
	 * DEBUG. Like all that follows, to be called on the worker's own thread.
	 * @param method its method
	 * @param path its path, without the query, fit to be shown
	 */
	public void begin(String method, String path) {
		begin(method, path, takeQueuedNanos(), 0, true);
		if (this.context.logger().isLoggable(Level.DEBUG)) {
			this.context.logger().log(Level.DEBUG, "Worker " + this.number + " got a job; executing.");
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
		long now = this.context.nanos();
		long held = now - this.log.start() + this.heldBeforeNanos;
		if (this.log.end(status, now, this.requestQueuedNanos)) {
			this.context.observer().finished(this.requestQueuedNanos, held);
		}
	}

	/**
	 * Tells that the request in progress lets go of the worker and will go on later, on
	 * this worker or another.
	 * @return what to {@link #resume} it with
	 */
	public SuspendedRequest suspend() {
		long held = this.context.nanos() - this.log.start() + this.heldBeforeNanos;
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

	/** Has the calling thread be the worker's. */
	void takeOver() {
		this.thread = Thread.currentThread();
		CURRENT.set(this);
	}

	/** Has the worker be without a thread. */
	void letGo() {
		this.thread = null;
		CURRENT.remove();
	}

	void interrupt() {
		Thread present = this.thread;
		if (present != null) {
			present.interrupt();
		}
	}

	/** This moment on the clock that measures. */
	long now() {
		return this.context.nanos();
	}

	/**
	 * Runs a job to its end, on the calling thread, which has to be the worker's.
	 * @param start this moment
	 * @return the moment of the end
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	long run(Job job, long start) {
		// who finds a job at once may begin it a little before it was handed over
		this.jobQueuedNanos = Math.max(0, start - job.handedOverAt());
		this.busyClock.begin(start - this.startedAt);
		long end;
		try {
			job.work().run();
		}
		catch (Throwable ex) {
			this.context.logger().log(Level.ERROR, "Worker " + this.number + " survived a job that threw", ex);
		}
		finally {
			// whatever the job began and didn't end
			this.log.drop();
			this.jobs++;
			end = this.context.nanos();
			this.busyClock.end(end - this.startedAt);
			// an interrupt that the job left behind must not reach the next one
			Thread.interrupted();
		}
		return end;
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
			long now = this.context.nanos() - this.startedAt;
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
		this.log.begin(method, path, this.context.nanos(), counted);
	}

	/** What the job waited is what its first request waited. */
	private long takeQueuedNanos() {
		long taken = this.jobQueuedNanos;
		this.jobQueuedNanos = 0;
		return taken;
	}

	private record Times(WorkerState state, Duration busy, Duration idle) {
	}

}
