package dev.headway.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.jspecify.annotations.Nullable;

/**
 * What the thread of a {@link ThreadPool}'s worker does: it takes a job from the queue,
 * runs it, and takes the next, until the queue is closed and empty, or it is told to
 * leave. It can be started once.
 */
final class WorkerLoop implements Runnable {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Worker worker;

	private final JobQueue queue;

	private final Runnable atEnd;

	/** Made once: a worker that takes a job may have no memory for it. */
	private final BooleanSupplier leaves = this::isLeaving;

	private final CountDownLatch finished = new CountDownLatch(1);

	private volatile boolean leaving;

	WorkerLoop(Worker worker, JobQueue queue) {
		this(worker, queue, () -> {
		});
	}

	/**
	 * Makes a loop that isn't started.
	 * @param atEnd what its thread does last; must not throw
	 */
	WorkerLoop(Worker worker, JobQueue queue, Runnable atEnd) {
		this.worker = worker;
		this.queue = queue;
		this.atEnd = atEnd;
	}

	/** Starts a thread, or throws what the JDK throws when there is none to be had. */
	void start() {
		Thread thread = new Thread(this, "worker-" + this.worker.number());
		// not inherited from whoever happens to start the pool
		thread.setDaemon(false);
		thread.start();
	}

	/**
	 * Has the worker take no more jobs once it is done with the one in progress. If it
	 * sleeps at the queue, somebody has to wake it.
	 */
	void leave() {
		this.leaving = true;
	}

	boolean isLeaving() {
		return this.leaving;
	}

	/** Waits for the worker to finish what is queued after the queue was closed. */
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
				// no job threw that, so what is lacking is memory, and may come back
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
		this.worker.letGo();
		this.atEnd.run();
		this.finished.countDown();
	}

	/** Nothing comes between a job's leaving the queue and its being run. */
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
