package dev.headway.site.model;

import java.lang.System.Logger;

import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;

/**
 * The settings that models use.
 *
 * @param pool the size of a pool
 * @param virtualThreads how many virtual threads may run at a time
 * @param logger the logger of a pool
 */
record ModelSettings(PoolSettings pool, int virtualThreads, Logger logger) {

	int size() {
		return this.pool.size();
	}

	int express() {
		return this.pool.express();
	}

	Spares spares() {
		return this.pool.spares();
	}

	int queueCapacity() {
		return this.pool.queueCapacity();
	}

}
