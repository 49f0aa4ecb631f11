package dev.headway.worker;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Periodic tasks, on one daemon thread of their own, so that neither a task of the
 * application nor a lack of workers can delay them. Thread-safe.
 */
public final class PeriodicTasks implements AutoCloseable {

	private final Logger logger;

	private final ScheduledThreadPoolExecutor executor;

	/**
	 * Has no tasks yet, and no thread.
	 * @param logger gets failures of tasks
	 */
	public PeriodicTasks(Logger logger) {
		this.logger = logger;
		this.executor = new ScheduledThreadPoolExecutor(1, (task) -> {
			Thread thread = new Thread(task, "headway-clock");
			thread.setDaemon(true);
			return thread;
		});
	}

	/**
	 * Runs a task periodically from now on. If it fails, that is logged, and it is run
	 * again the next time.
	 * @param pause the time between the end of a run and the beginning of the next
	 * @param task what to run; short, since all tasks share a thread
	 */
	public void every(Duration pause, Runnable task) {
		// nobody waits for the future
		ScheduledFuture<?> unused = this.executor.scheduleWithFixedDelay(() -> run(task), pause.toNanos(),
				pause.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void run(Runnable task) {
		try {
			task.run();
		}
		catch (RuntimeException ex) {
			this.logger.log(Level.ERROR, "A task that looks after the workers has failed", ex);
		}
	}

	/**
	 * Ends all tasks and the thread.
	 */
	@Override
	public void close() {
		this.executor.shutdownNow();
	}

}
