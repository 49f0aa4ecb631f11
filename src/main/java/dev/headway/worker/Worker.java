package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * One of those who run a {@link WorkerPool}'s jobs, one job at a time, with a number that
 * it keeps for life. In a {@link ThreadPool} each has a thread of its own, a spare only
 * while it is in use; in an {@link ElasticPool} it has the thread of the job in progress.
 * A worker without a thread is idle.
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

	private final boolean spare;

	private final String gotAJob;

	private final WorkerContext context;

	private final long startedAt;

	private final BusyClock busyClock = new BusyClock();

	private final RequestLog log = new RequestLog();

	private final InterruptGate interruptGate = new InterruptGate();

	// Mutable state, written by who starts the worker's threads

	private volatile boolean inUse;

	// Mutable state, written by the worker's own thread

	private volatile @Nullable Thread thread;

	private volatile long jobs;

	/** When the last job ended, or the worker started. */
	private long endedAt;

	/** How long the job in progress was queued, until a request has taken that on. */
	private long jobQueuedNanos;

	/** How long the request in progress was queued. */
	private long requestQueuedNanos;

	/** How long the request in progress held workers before it was suspended. */
	private long heldBeforeNanos;

	Worker(int number, WorkerContext context) {
		this(number, false, context);
	}

	/** Makes a worker; a spare isn't in use until somebody says so. */
	Worker(int number, boolean spare, WorkerContext context) {
		this.number = number;
		this.spare = spare;
		this.inUse = !spare;
		this.gotAJob = "Worker " + number + " got a job; executing.";
		this.context = context;
		this.startedAt = context.nanos();
		this.endedAt = this.startedAt;
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
	 * Whether the worker stands in for others that are stuck, and has no thread as long
	 * as none are.
	 * @return the same for life
	 */
	public boolean isSpare() {
		return this.spare;
	}

	/**
	 * Whether the worker can run jobs at present.
	 * @return always true, unless it is a spare
	 */
	public boolean isInUse() {
		return this.inUse;
	}

	void setInUse(boolean newInUse) {
		this.inUse = newInUse;
	}

	/**
	 * Whether the worker runs a job.
	 * @return false if it waits for one
	 */
	public boolean isBusy() {
		return this.busyClock.isBusy();
	}

	/**
	 * The time spent in jobs, the one in progress included.
	 * @return never less than before
	 */
	public Duration busyTime() {
		return Duration.ofNanos(times().busyNanos());
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
	 * How long the job in progress had waited for a worker. To be called on the worker's
	 * own thread.
	 * @return nanoseconds; 0 once a request of the job has begun
	 */
	public long jobQueuedNanos() {
		return this.jobQueuedNanos;
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
		this.context.log(Level.DEBUG, this.gotAJob);
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
		boolean counted = this.log.end(status, now, this.requestQueuedNanos);
		this.interruptGate.endRequest();
		if (counted) {
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
		this.interruptGate.endRequest();
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

	/**
	 * When the job in progress began, on the pool's clock, or
	 * {@link WorkerReplacement#IDLE}.
	 */
	long inJobSince() {
		long since = this.busyClock.busySince();
		return (since < 0) ? WorkerReplacement.IDLE : this.startedAt + since;
	}

	/** Interrupts the request in progress if it began before the given moment. */
	void interruptRequest(Instant begunBefore) {
		long step = this.interruptGate.step();
		if (request().filter((request) -> request.since().isBefore(begunBefore)).isPresent()) {
			this.interruptGate.interrupt(step);
		}
	}

	/**
	 * Interrupts the job in progress.
	 * @return whether there was one
	 */
	boolean interruptJob() {
		return this.interruptGate.interruptJob();
	}

	/** Runs a job to its end, on the calling thread, which has to be the worker's. */
	void run(Job job) {
		run(job, nanosOr(this.endedAt));
	}

	/** Runs a job that was there when the last one ended, and so began right then. */
	void runNext(Job job) {
		run(job, this.endedAt);
	}

	/** Throws nothing, or a job that was taken from a queue might be lost. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void run(Job job, long start) {
		// who finds a job at once may begin it a little before it was handed over
		this.jobQueuedNanos = Math.max(0, start - job.handedOverAt());
		this.busyClock.begin(start - this.startedAt);
		this.interruptGate.beginJob();
		if (this.context.isAbandoned()) {
			// taken when the pool gave up, so it couldn't be interrupted yet
			this.interruptGate.interruptJob();
		}
		try {
			job.work().run();
		}
		catch (Throwable ex) {
			logFailure(ex);
		}
		finally {
			this.interruptGate.endJob();
			// whatever the job began and didn't end
			this.log.drop();
			this.jobs++;
			this.endedAt = nanosOr(start);
			this.busyClock.end(this.endedAt - this.startedAt);
		}
	}

	private void logFailure(Throwable failure) {
		try {
			this.context.logger().log(Level.ERROR, "Worker " + this.number + " survived a job that threw", failure);
		}
		catch (Throwable ex) {
			// too little memory or stack to write about it, or the failure's own fault
		}
	}

	/** This moment, or another one should the clock fail. */
	private long nanosOr(long other) {
		try {
			return this.context.nanos();
		}
		catch (Throwable ex) {
			return other;
		}
	}

	WorkerSnapshot snapshot(Moment moment) {
		BusyClock.Reading times = times();
		return new WorkerSnapshot(this.number, this.spare, this.inUse,
				times.isBusy() ? WorkerState.BUSY : WorkerState.IDLE, this.jobs, requests(),
				Duration.ofNanos(this.log.queuedNanos()), Duration.ofNanos(times.busyNanos()),
				Duration.ofNanos(times.idleNanos()), this.log.current(moment), this.log.last(moment));
	}

	private BusyClock.Reading times() {
		return this.busyClock.read(() -> this.context.nanos() - this.startedAt);
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

}
