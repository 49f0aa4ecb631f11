package dev.headway.actuate;

import dev.headway.worker.WorkerPool;

/**
 * The endpoint's description of the concurrency model: how requests meet threads.
 *
 * @param name the configured name
 * @param description one sentence for people
 * @param threads the threads that run requests, such as "4 workers and 1 express"
 */
public record ModelDescriptor(String name, String description, String threads) {

	/**
	 * Describes the default model, a pool of workers.
	 * @param pool the pool
	 * @return its description
	 */
	public static ModelDescriptor of(WorkerPool pool) {
		return new ModelDescriptor("thread-pool",
				"A few workers serve all; slow requests may hold some of them, and the others stay free for quick ones.",
				"%d workers and %d express".formatted(pool.size(), pool.express()));
	}

}
