package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/**
 * Lets other threads interrupt a worker's present job or request, and never the next one.
 * Thread-safe.
 * <p>
 * The interrupting thread first reads the {@link #step}, then looks at the worker's
 * request, then calls {@link #interrupt} with that step. Each end of a job or request
 * increments the step. So an unchanged step means that the request hasn't ended. Without
 * that:
 *
 * <pre>
 * other:  sees that request A is stuck                            interrupts
 * worker:                              ends A, begins request B
 * </pre>
 *
 * B would be interrupted, and its first write to the socket would close the connection.
 * The lock makes comparing and interrupting one action. The end of a job or request comes
 * before or after it:
 * <ul>
 * <li>before: the steps differ, and nothing is interrupted;</li>
 * <li>after: the end clears the interrupt before anything else begins.</li>
 * </ul>
 */
final class InterruptGate {

	// Mutable state, guarded by this

	/** The thread that runs a job; null while there is no job. */
	private @Nullable Thread thread;

	private long step;

	private boolean jobInterrupted;

	/** A job begins on the calling thread. */
	synchronized void beginJob() {
		// a stray interrupt: through this gate no thread interrupts an idle worker
		Thread.interrupted();
		this.thread = Thread.currentThread();
		this.jobInterrupted = false;
	}

	/** A request ends on the calling thread; its job goes on. */
	synchronized void endRequest() {
		this.step++;
		Thread.interrupted();
	}

	/** The job ends on the calling thread. */
	synchronized void endJob() {
		this.step++;
		this.thread = null;
		Thread.interrupted();
	}

	/** How many jobs and requests have ended so far. */
	synchronized long step() {
		return this.step;
	}

	/** Interrupts the job in progress if none has ended since the step was read. */
	synchronized void interrupt(long meantStep) {
		if (this.thread != null && this.step == meantStep) {
			this.thread.interrupt();
		}
	}

	/**
	 * Interrupts the job in progress, at most once.
	 * @return whether there is a job
	 */
	synchronized boolean interruptJob() {
		if (this.thread != null && !this.jobInterrupted) {
			this.jobInterrupted = true;
			this.thread.interrupt();
		}
		return this.thread != null;
	}

}
