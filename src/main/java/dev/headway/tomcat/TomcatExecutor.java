package dev.headway.tomcat;

import dev.headway.worker.ThreadPool;
import org.apache.tomcat.util.threads.ResizableExecutor;

/**
 * The pool in the shape in which Tomcat can also read its figures, so that
 * {@code tomcat.threads.*} tell the truth. The pool can't be resized, and Tomcat doesn't
 * ask for it.
 */
final class TomcatExecutor implements ResizableExecutor {

	private final ThreadPool pool;

	TomcatExecutor(ThreadPool pool) {
		this.pool = pool;
	}

	@Override
	public void execute(Runnable job) {
		this.pool.execute(job);
	}

	@Override
	public int getPoolSize() {
		return this.pool.workers().size();
	}

	@Override
	public int getMaxThreads() {
		return this.pool.workers().size();
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
