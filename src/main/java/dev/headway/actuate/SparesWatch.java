package dev.headway.actuate;

import dev.headway.worker.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Warns when all spares are in use, once each time that it comes to that. */
public final class SparesWatch {

	private static final Log logger = LogFactory.getLog(SparesWatch.class);

	private final WorkerPool pool;

	/** Whether they were all in use at the last look; one thread's business. */
	private boolean exhausted;

	/**
	 * Watches a pool's spares.
	 * @param pool whose spares
	 */
	public SparesWatch(WorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * Looks, and warns if need be. To be called once a second.
	 */
	public void warn() {
		boolean before = this.exhausted;
		this.exhausted = this.pool.spares() > 0 && this.pool.sparesInUse() == this.pool.spares();
		if (this.exhausted && !before) {
			logger.warn("All %d spares are in use; when they get stuck too, all requests have to wait: %s"
				.formatted(this.pool.spares(), this.pool));
		}
	}

}
