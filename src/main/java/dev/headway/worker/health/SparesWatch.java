package dev.headway.worker.health;

import dev.headway.worker.WorkerPool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.scheduling.annotation.Scheduled;

/** Warns when all spares are in use, once each time that it comes to that. */
final class SparesWatch {

	private static final Log logger = LogFactory.getLog(SparesWatch.class);

	private final WorkerPool pool;

	/** Whether they were all in use at the last look; one thread's business. */
	private boolean exhausted;

	SparesWatch(WorkerPool pool) {
		this.pool = pool;
	}

	@Scheduled(fixedDelay = 1000)
	void warn() {
		boolean before = this.exhausted;
		this.exhausted = this.pool.spares() > 0 && this.pool.sparesInUse() == this.pool.spares();
		if (this.exhausted && !before) {
			logger.warn("All %d spares are in use; when they get stuck too, all requests have to wait: %s"
				.formatted(this.pool.spares(), this.pool));
		}
	}

}
