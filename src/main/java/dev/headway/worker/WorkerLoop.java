package dev.headway.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * What the thread of a {@link ThreadPool}'s worker does: it takes a job from the queue,
 * runs it, and takes the next, until the queue is closed and empty. Should the thread die
 * all the same, another one takes over for the same worker.
 */
final class WorkerLoop implements Runnable {

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
		this.worker.takeOver();
		boolean done = false;
		while (!done) {
			try {
				work();
				done = true;
			}
			catch (Throwable ex) {
				done = replaceThread();
			}
		}
	}

	private void work() {
		for (Job job = this.queue.take(); job != null; job = this.queue.take()) {
			long now = this.worker.now();
			do {
				// the next one, if it is there already, begins when this one has ended
				now = this.worker.run(job, now);
				job = this.queue.poll();
			}
			while (job != null);
		}
		this.finished.countDown();
	}

	/**
	 * Called by a thread that something beyond the job has killed, such as a lack of
	 * memory while a failure was being logged.
	 * @return whether another thread goes on in its place
	 */
	private boolean replaceThread() {
		try {
			start();
			return true;
		}
		catch (OutOfMemoryError ex) {
			// no thread to be had, so the old one has to live on
			return false;
		}
	}

}
