package dev.headway.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The loop of a {@link ThreadPool}'s worker: its thread takes a job from the queue, runs
 * it, and takes the next, until the queue is closed and empty, or {@link #leave} was
 * called. It can be started once.
 */
final class WorkerLoop implements Runnable {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Worker worker;

	private final JobQueue queue;

	private final Runnable atEnd;

	/** Made once, since memory may be short when a worker takes a job. */
	private final BooleanSupplier leaves = this::isLeaving;

	private final CountDownLatch finished = new CountDownLatch(1);

	private volatile boolean leaving;

	WorkerLoop(Worker worker, JobQueue queue) {
		this(worker, queue, () -> {
		});
	}

	/**
	 * Makes a loop without a thread.
	 * @param atEnd the last action of its thread; must not throw
	 */
	WorkerLoop(Worker worker, JobQueue queue, Runnable atEnd) {
		this.worker = worker;
		this.queue = queue;
		this.atEnd = atEnd;
	}

	/** Starts a thread, or throws what the JDK throws if it can't start one. */
	void start() {
		Thread thread = new Thread(this, "worker-" + this.worker.number());
		// otherwise inherited from the thread that starts the pool
		thread.setDaemon(false);
		thread.start();
	}

	/**
	 * Tells the worker to take no more jobs after the one in progress. If it sleeps at
	 * the queue, the caller has to wake it.
	 */
	void leave() {
		this.leaving = true;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	/** Waits for the worker to end after the queue was closed. */
	boolean awaitFinished(long nanos) throws InterruptedException {
		return this.finished.await(nanos, TimeUnit.NANOSECONDS);
	}

	@Override
	public void run() {
		boolean done = false;
		while (!done) {
			try {
				this.worker.takeOver();
				work();
				done = true;
			}
			catch (Throwable ex) {
				// no job threw that, so memory is short, and may become free again
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		this.worker.letGo();
		this.atEnd.run();
		this.finished.countDown();
	}

	/** No other code runs between taking a job from the queue and running it. */
	private void work() {
		for (Job job = take(); job != null; job = take()) {
			this.worker.jobs().run(job);
			for (Job next = poll(); next != null; next = poll()) {
				this.worker.jobs().runNext(next);
			}
		}
	}

	private @Nullable Job take() {
		return this.queue.takeUnless(this.leaves);
	}

	private @Nullable Job poll() {
		return this.leaving ? null : this.queue.poll();
	}

}
