package dev.headway.worker;

import java.lang.System.Logger.Level;

/**
 * Runs a worker's jobs, one at a time, and keeps account of them. The worker's own thread
 * runs and writes; any thread may read, unless a method says otherwise.
 */
final class WorkerJobs {

	private final int worker;

	private final WorkerContext context;

	private final WorkerRequests requests;

	private final InterruptGate interruptGate;

	private final long startedAt;

	private final BusyClock busyClock = new BusyClock();

	// Mutable state, written by the worker's own thread

	private volatile long done;

	/** When the last job ended, or the worker started. */
	private long endedAt;

	/**
	 * How long the job in progress was queued; 0 once its first request has taken the
	 * time.
	 */
	private long queuedNanos;

	WorkerJobs(int worker, WorkerContext context, WorkerRequests requests, InterruptGate interruptGate) {
		this.worker = worker;
		this.context = context;
		this.requests = requests;
		this.interruptGate = interruptGate;
		this.startedAt = context.nanos();
		this.endedAt = this.startedAt;
	}

	/** Jobs run to their end so far. */
	long done() {
		return this.done;
	}

	/** Whether a job is in progress. */
	boolean isBusy() {
		return this.busyClock.isBusy();
	}

	/** How long the worker has been busy and idle in total. */
	BusyClock.Reading times() {
		return this.busyClock.read(() -> this.context.nanos() - this.startedAt);
	}

	/**
	 * When the job in progress began, on the pool's clock, or
	 * {@link WorkerReplacement#IDLE}.
	 */
	long presentSince() {
		long since = this.busyClock.busySince();
		return (since < 0) ? WorkerReplacement.IDLE : this.startedAt + since;
	}

	/** For the worker's thread alone; 0 once it was taken. */
	long queuedNanos() {
		return this.queuedNanos;
	}

	/** The job's waiting time counts as that of its first request. */
	long takeQueuedNanos() {
		long taken = this.queuedNanos;
		this.queuedNanos = 0;
		return taken;
	}

	/** Runs a job to its end, on the calling thread, which has to be the worker's. */
	void run(Job job) {
		run(job, nanosOr(this.endedAt));
	}

	/** Runs a job that waited when the last one ended: it begins at that moment. */
	void runNext(Job job) {
		run(job, this.endedAt);
	}

	/** Throws nothing: otherwise a job that was taken from the queue might be lost. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void run(Job job, long start) {
		// such a start may be a little before the job was handed over
		this.queuedNanos = Math.max(0, start - job.handedOverAt());
		this.busyClock.begin(start - this.startedAt);
		this.interruptGate.beginJob();
		if (this.context.isAbandoned()) {
			// the pool interrupted its jobs before this one began
			this.interruptGate.interruptJob();
		}
		try {
			job.run();
		}
		catch (Throwable ex) {
			logFailure(ex);
		}
		finally {
			this.interruptGate.endJob();
			// a request that the job began and didn't end
			this.requests.drop();
			this.done++;
			this.endedAt = nanosOr(start);
			this.busyClock.end(this.endedAt - this.startedAt);
		}
	}

	private void logFailure(Throwable failure) {
		try {
			this.context.logger().log(Level.ERROR, "Worker " + this.worker + " survived a job that threw", failure);
		}
		catch (Throwable ex) {
			// too little memory or stack to log it, or the failure can't be printed
		}
	}

	/** The present time, or the given one if the clock fails. */
	private long nanosOr(long other) {
		try {
			return this.context.nanos();
		}
		catch (Throwable ex) {
			return other;
		}
	}

}
