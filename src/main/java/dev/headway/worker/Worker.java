package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

/**
 * Runs a {@link WorkerPool}'s jobs, one job at a time. Its number never changes. In a
 * {@link ThreadPool} each has a thread of its own, a spare only while it is in use; in an
 * {@link ElasticPool} it has the thread of the job in progress. A worker without a thread
 * is idle.
 * <p>
 * A worker survives its jobs: an exception of a job is logged, and the next job runs.
 * <p>
 * Its own thread writes the counters; any thread may read them through
 * {@link WorkerPool#snapshot()}.
 * <p>
 * A job is not a request: a connection also needs jobs when it is closed or times out,
 * one job may serve several requests, and one request may need several jobs. So the code
 * that serves a request calls {@link #begin} and {@link #end}, and in between
 * {@link #suspend} and {@link #resume}.
 */
public final class Worker {

	private static final ThreadLocal<@Nullable Worker> CURRENT = new ThreadLocal<>();

	private final int number;

	private final boolean spare;

	private final String gotAJob;

	private final WorkerContext context;

	private final WorkerJobs jobs;

	private final WorkerRequests requests;

	private final InterruptGate interruptGate = new InterruptGate();

	// Mutable state, written by the thread that starts and ends the worker's threads

	private volatile boolean inUse;

	// Mutable state, written by the worker's own thread

	private volatile @Nullable Thread thread;

	Worker(int number, WorkerContext context) {
		this(number, false, context);
	}

	/** Makes a worker; a spare isn't in use before {@link #setInUse}. */
	Worker(int number, boolean spare, WorkerContext context) {
		this.number = number;
		this.spare = spare;
		this.inUse = !spare;
		this.gotAJob = "Worker " + number + " got a job; executing.";
		this.context = context;
		this.requests = new WorkerRequests(context, this.interruptGate);
		this.jobs = new WorkerJobs(number, context, this.requests, this.interruptGate);
	}

	/**
	 * The worker whose thread this is.
	 * @return the worker, or empty on a thread that belongs to no pool
	 */
	public static Optional<Worker> current() {
		return Optional.ofNullable(CURRENT.get());
	}

	/** The worker's number: 0 or more, never changes. */
	public int number() {
		return this.number;
	}

	/**
	 * Whether the worker stands in for stuck workers, and has a thread only while it is
	 * needed.
	 * @return always the same
	 */
	public boolean isSpare() {
		return this.spare;
	}

	/** Whether the worker can run jobs at present; always, unless it is a spare. */
	public boolean isInUse() {
		return this.inUse;
	}

	void setInUse(boolean newInUse) {
		this.inUse = newInUse;
	}

	/** Whether the worker runs a job, and doesn't wait for one. */
	public boolean isBusy() {
		return this.jobs.isBusy();
	}

	/** The time spent in jobs, the one in progress included; never less than before. */
	public Duration busyTime() {
		return Duration.ofNanos(this.jobs.times().busyNanos());
	}

	/**
	 * How long the request in progress had waited for a worker. To be called on the
	 * worker's own thread.
	 * @return nanoseconds; 0 for a request that followed another in the same job
	 */
	public long queuedNanos() {
		return this.requests.queuedNanos();
	}

	/**
	 * How long the job in progress had waited for a worker. To be called on the worker's
	 * own thread.
	 * @return nanoseconds; 0 once a request of the job has begun
	 */
	public long jobQueuedNanos() {
		return this.jobs.queuedNanos();
	}

	/**
	 * How many requests the worker has finished.
	 * @return never less than before
	 */
	public long requests() {
		return this.requests.log().finished();
	}

	/**
	 * The path of the last request, so that a request for the same path can reuse the
	 * string. To be called on the worker's own thread.
	 * @return the path as it was given to {@link #begin}, or an empty string
	 */
	public String lastPath() {
		return this.requests.log().lastPath();
	}

	/**
	 * The request in progress.
	 * @return the request, or empty if the worker is idle or its job serves none
	 */
	public Optional<RunningRequest> request() {
		return this.requests.log().current(this.context.now());
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
	 * The job in progress begins to serve a request, which is logged at level DEBUG. This
	 * method, {@link #end}, {@link #suspend} and {@link #resume} are to be called on the
	 * worker's own thread.
	 * @param method its method
	 * @param path its path, without the query, fit to be shown
	 */
	public void begin(String method, String path) {
		this.requests.begin(method, path, this.jobs.takeQueuedNanos(), true);
		this.context.log(Level.DEBUG, this.gotAJob);
	}

	/**
	 * The job in progress begins to serve a request that only observes the server, such
	 * as a scrape. It is visible while it lasts, but it is neither logged nor counted, so
	 * that observers don't change the figures.
	 * @param method its method
	 * @param path its path, without the query, fit to be shown
	 */
	public void beginUncounted(String method, String path) {
		this.requests.begin(method, path, this.jobs.takeQueuedNanos(), false);
	}

	/**
	 * The request in progress was answered.
	 * @param status the status of the answer
	 */
	public void end(int status) {
		this.requests.end(status);
	}

	/**
	 * The request in progress leaves the worker and will go on later, on this worker or
	 * another.
	 * @return the argument for {@link #resume}
	 */
	public SuspendedRequest suspend() {
		return this.requests.suspend();
	}

	/**
	 * A suspended request goes on. It still counts as one request.
	 * @param request the request
	 */
	public void resume(SuspendedRequest request) {
		this.requests.resume(request);
	}

	/** Makes the calling thread the worker's. */
	void takeOver() {
		this.thread = Thread.currentThread();
		CURRENT.set(this);
	}

	/** Leaves the worker without a thread. */
	void letGo() {
		this.thread = null;
		CURRENT.remove();
	}

	/** Its jobs, to be run on its own thread. */
	WorkerJobs jobs() {
		return this.jobs;
	}

	/** Interrupts the request in progress if it began before the given moment. */
	void interruptRequest(Instant begunBefore) {
		long step = this.interruptGate.step();
		if (request().filter((request) -> request.since().isBefore(begunBefore)).isPresent()) {
			this.interruptGate.interrupt(step);
		}
	}

	/** Interrupts the job in progress; false if there is none. */
	boolean interruptJob() {
		return this.interruptGate.interruptJob();
	}

	WorkerSnapshot snapshot(Moment moment) {
		BusyClock.Reading times = this.jobs.times();
		RequestLog log = this.requests.log();
		return new WorkerSnapshot(this.number, this.spare, this.inUse,
				times.isBusy() ? WorkerState.BUSY : WorkerState.IDLE, this.jobs.done(), requests(),
				Duration.ofNanos(log.queuedNanos()), Duration.ofNanos(times.busyNanos()),
				Duration.ofNanos(times.idleNanos()), log.current(moment), log.last(moment));
	}

}
