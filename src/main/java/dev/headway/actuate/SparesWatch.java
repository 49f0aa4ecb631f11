package dev.headway.actuate;

import dev.headway.worker.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/** Warns once each time that all spares come into use. */
public final class SparesWatch {

	private static final Log logger = LogFactory.getLog(SparesWatch.class);

	private final WorkerPool pool;

	/** Whether all were in use at the last check; for one thread alone. */
	private boolean exhausted;

	/**
	 * Watches a pool's spares.
	 * @param pool whose spares
	 */
	public SparesWatch(WorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * Checks, and warns if all spares have come into use. To be called once a second.
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
