package dev.headway.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What the thread of a {@link ThreadPool}'s worker does: it takes a job from the queue,
 * runs it, and takes the next, until the queue is closed and empty.
 */
final class WorkerLoop implements Runnable {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final Worker worker;

	private final JobQueue queue;

	private final CountDownLatch finished = new CountDownLatch(1);

	WorkerLoop(Worker worker, JobQueue queue) {
		this.worker = worker;
		this.queue = queue;
	}

	/** Starts a thread, or throws what the JDK throws when there is none to be had. */
	void start() {
		Thread thread = new Thread(this, "worker-" + this.worker.number());
		// not inherited from whoever happens to start the pool
		thread.setDaemon(false);
		thread.start();
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
		this.finished.countDown();
	}

	/** Nothing comes between a job's leaving the queue and its being run. */
	private void work() {
		for (Job job = this.queue.take(); job != null; job = this.queue.take()) {
			this.worker.run(job);
			for (Job next = this.queue.poll(); next != null; next = this.queue.poll()) {
				this.worker.runNext(next);
			}
		}
	}

}
