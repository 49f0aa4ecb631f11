package dev.headway.tomcat;

import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import org.apache.tomcat.util.threads.ResizableExecutor;
import org.jspecify.annotations.Nullable;

/**
 * The pool as an executor whose figures Tomcat can read, so that {@code tomcat.threads.*}
 * are right. The pool can't be resized, and Tomcat doesn't try to.
 */
final class TomcatExecutor implements ResizableExecutor {

	/** Set while the thread hands jobs over to the head of the queue. */
	private static final ThreadLocal<@Nullable Boolean> FIRST = new ThreadLocal<>();

	private final WorkerPool pool;

	TomcatExecutor(WorkerPool pool) {
		this.pool = pool;
	}

	@Override
	public void execute(Runnable job) {
		StreamJob stream = StreamJob.of(job);
		StreamAdapter connection = (stream != null) ? stream.adapter() : null;
		if (stream != null && connection != null) {
			connection.jobs().execute(stream, this.pool);
		}
		else if (FIRST.get() != null) {
			this.pool.executeFirst(job);
		}
		else {
			this.pool.execute(job);
		}
	}

	/**
	 * Runs an action whose jobs go to the head of the queue: a request that has waited
	 * for its slot must not wait again while it holds the slot.
	 */
	static void first(Runnable action) {
		FIRST.set(Boolean.TRUE);
		try {
			action.run();
		}
		finally {
			FIRST.remove();
		}
	}

	@Override
	public int getPoolSize() {
		return this.pool.hasFixedWorkers() ? (int) this.pool.workers().stream().filter(Worker::isInUse).count()
				: this.pool.busy();
	}

	/** How many threads there can be, or -1 if there is no limit. */
	@Override
	public int getMaxThreads() {
		return (this.pool.size() == WorkerPool.UNBOUNDED) ? -1
				: this.pool.size() + this.pool.express() + this.pool.spares();
	}

	@Override
	public int getActiveCount() {
		return this.pool.busy();
	}

	@Override
	public boolean resizePool(int corePoolSize, int maximumPoolSize) {
		return false;
	}

	@Override
	public boolean resizeQueue(int capacity) {
		return false;
	}

}
