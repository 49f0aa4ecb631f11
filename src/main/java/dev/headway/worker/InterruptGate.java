package dev.headway.worker;

import org.jspecify.annotations.Nullable;

/**
 * Lets other threads interrupt what a worker does at present, and never what it does
 * next. Thread-safe.
 * <p>
 * Whoever wants to interrupt first reads the {@link #step}, then looks at what the worker
 * does, then asks for the interrupt with that step. Each end of a job or request makes a
 * step. So if the step is still the same, what was looked at hasn't ended. Without that:
 *
 * <pre>
 * other:  sees that request A is stuck                            interrupts
 * worker:                              ends A, begins request B
 * </pre>
 *
 * B would be hit: its first write to the socket closes the connection. The lock makes
 * comparing and interrupting one action, which a step comes before or after:
 * <ul>
 * <li>before: the steps differ, and nothing is interrupted;</li>
 * <li>after: the step clears the interrupt before anything else begins.</li>
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
		// left there by a stranger: while idle, nobody interrupts by way of this gate
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
	 * Interrupts the job in progress, whichever it is. Doing so again is without effect.
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
