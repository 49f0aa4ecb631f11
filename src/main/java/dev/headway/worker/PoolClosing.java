package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;

/**
 * Closes a {@link WorkerPool}: refuses jobs, waits for those accepted, and gives up on
 * them when the time is over. Thread-safe.
 */
final class PoolClosing {

	/** How long the pool waits for interrupted jobs to end. */
	static final Duration INTERRUPTION_GRACE = Duration.ofSeconds(1);

	private final WorkerPool pool;

	/** Whether a close has ended. Jobs that it gave up may still run. */
	private volatile boolean ended;

	PoolClosing(WorkerPool pool) {
		this.pool = pool;
	}

	/** Returns how many accepted jobs were abandoned by this call. */
	int close(Duration timeout) {
		if (this.ended) {
			// so that a second owner, such as a container, doesn't wait for them again
			return 0;
		}
		this.pool.refuseJobs();
		try {
			return isFinished(timeout) ? 0 : abandon();
		}
		finally {
			this.ended = true;
		}
	}

	private boolean isFinished(Duration timeout) {
		try {
			return this.pool.awaitFinished(timeout);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return false;
		}
	}

	private int abandon() {
		int queued = this.pool.dropQueued();
		this.pool.context().abandon();
		int running = (int) this.pool.workers().stream().filter(Worker::interruptJob).count();
		this.pool.context().log(Level.WARNING, "Gave up on " + running + " running and " + queued + " queued jobs");
		try {
			this.pool.awaitInterrupted(INTERRUPTION_GRACE);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return queued + running;
	}

}
