package dev.headway.worker;

import java.lang.System.Logger.Level;

/**
 * Runs a worker's jobs, one at a time, and keeps account of them. The worker's own thread
 * runs and writes; any thread may read what isn't said to be the worker's alone.
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

	/** How long the job in progress was queued, until a request has taken that on. */
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

	/** Whether there is one in progress. */
	boolean isBusy() {
		return this.busyClock.isBusy();
	}

	/** For how long the worker has been busy and idle in all. */
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

	/** For the worker alone; 0 once it was taken. */
	long queuedNanos() {
		return this.queuedNanos;
	}

	/** What the job waited is what its first request waited. */
	long takeQueuedNanos() {
		long taken = this.queuedNanos;
		this.queuedNanos = 0;
		return taken;
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
		this.queuedNanos = Math.max(0, start - job.handedOverAt());
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

}
