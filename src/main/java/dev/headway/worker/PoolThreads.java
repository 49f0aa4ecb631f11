package dev.headway.worker;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The threads of a {@link ThreadPool}: they start together, once, and end when the queue
 * is closed and empty. Thread-safe.
 */
final class PoolThreads {

	/** Up to this size a shutdown logs a line for each worker. */
	private static final int NAMED = 16;

	private final List<WorkerLoop> loops;

	private final JobQueue queue;

	private final SpareWorkers spares;

	private final SpareMonitor monitor;

	private final WorkerContext context;

	private final AtomicReference<State> state = new AtomicReference<>(State.NONE_YET);

	/**
	 * Prepares the threads and starts none.
	 * @param lasting the workers that have a thread as long as the pool is open
	 * @param queue where they take their jobs from
	 * @param spares the other workers
	 * @param monitor starts the spares
	 * @param context what all workers share
	 */
	PoolThreads(List<Worker> lasting, JobQueue queue, SpareWorkers spares, SpareMonitor monitor,
			WorkerContext context) {
		this.loops = lasting.stream().map((worker) -> new WorkerLoop(worker, queue)).toList();
		this.queue = queue;
		this.spares = spares;
		this.monitor = monitor;
		this.context = context;
	}

	/** See {@link ThreadPool#start()}. */
	void start() {
		if (!this.state.compareAndSet(State.NONE_YET, State.STARTED)) {
			return;
		}
		int started = 0;
		boolean all = false;
		try {
			for (WorkerLoop loop : this.loops) {
				loop.start();
				started++;
			}
			if (!this.spares.workers().isEmpty()) {
				this.monitor.start();
			}
			all = true;
		}
		catch (OutOfMemoryError ex) {
			// the JDK throws this when the system can't start another thread
			throw new WorkerStartException(this.loops.size(), started, ex);
		}
		finally {
			if (!all) {
				this.queue.close();
			}
		}
	}

	/** Waits until all queued jobs are done; false if that takes too long. */
	boolean awaitFinished(Duration timeout) throws InterruptedException {
		if (!haveStarted()) {
			return this.queue.size() == 0;
		}
		boolean named = this.loops.size() <= NAMED;
		if (!named) {
			this.context.log(Level.INFO, "Shutting down %d workers".formatted(this.loops.size()));
		}
		long deadline = System.nanoTime() + timeout.toNanos();
		for (int number = 0; number < this.loops.size(); number++) {
			if (named) {
				this.context.log(Level.INFO, "Shutting down worker " + number);
			}
			if (!this.loops.get(number).awaitFinished(deadline - System.nanoTime())) {
				return false;
			}
		}
		boolean all = this.spares.awaitEnded(deadline - System.nanoTime());
		if (all) {
			this.monitor.end();
		}
		return all;
	}

	/** Waits for interrupted workers, for at most the given time. */
	void awaitInterrupted(Duration grace) throws InterruptedException {
		if (!haveStarted()) {
			return;
		}
		long deadline = System.nanoTime() + grace.toNanos();
		try {
			for (WorkerLoop loop : this.loops) {
				loop.awaitFinished(deadline - System.nanoTime());
			}
			this.spares.awaitEnded(deadline - System.nanoTime());
		}
		finally {
			this.monitor.end();
		}
	}

	/** If they haven't started, they never will. */
	private boolean haveStarted() {
		this.state.compareAndSet(State.NONE_YET, State.NEVER);
		return this.state.get() == State.STARTED;
	}

	private enum State {

		NONE_YET, STARTED, NEVER

	}

}
