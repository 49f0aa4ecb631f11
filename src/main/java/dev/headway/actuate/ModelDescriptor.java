package dev.headway.actuate;

import dev.headway.worker.WorkerPool;

/**
 * What the endpoint says of the way in which requests meet threads.
 *
 * @param name as it is configured
 * @param description one sentence for people
 * @param threads what it takes to run requests, such as "4 workers and 1 express"
 */
public record ModelDescriptor(String name, String description, String threads) {

	/**
	 * Describes the pool that there is if nobody has chosen another model.
	 * @param pool the pool
	 * @return its description
	 */
	public static ModelDescriptor of(WorkerPool pool) {
		return new ModelDescriptor("thread-pool",
				"A few workers serve all; slow requests may hold some of them, and the others stay free for quick ones.",
				"%d workers and %d express".formatted(pool.size(), pool.express()));
	}

}
