package dev.headway.worker;

/**
 * How large a pool is.
 *
 * @param size the number of workers that slow jobs may hold, 1 or more
 * @param express the number of workers beyond {@code size}, 0 or more
 * @param spares how stuck workers are replaced
 * @param queueCapacity the number of jobs that can wait for a worker, 1 or more
 */
public record PoolSettings(int size, int express, Spares spares, int queueCapacity) {

	/**
	 * Checks the numbers.
	 * @throws IllegalArgumentException if one is too low
	 */
	public PoolSettings {
		if (size < 1) {
			throw new IllegalArgumentException("size must be 1 or more: " + size);
		}
		if (express < 0) {
			throw new IllegalArgumentException("express must be 0 or more: " + express);
		}
		if (queueCapacity < 1) {
			throw new IllegalArgumentException("queueCapacity must be 1 or more: " + queueCapacity);
		}
	}

}
