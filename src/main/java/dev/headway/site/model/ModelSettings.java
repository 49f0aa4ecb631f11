package dev.headway.site.model;

import java.lang.System.Logger;

import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;

/**
 * What a model can make use of.
 *
 * @param pool how large a pool is
 * @param virtualThreads virtual threads at a time
 * @param logger where a pool tells what it does
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
