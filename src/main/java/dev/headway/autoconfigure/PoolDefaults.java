package dev.headway.autoconfigure;

import java.util.function.IntUnaryOperator;

/**
 * How large the pool is where nothing is said of it. An application that has a better
 * idea declares a bean of this type.
 *
 * @param size workers that slow requests may hold
 * @param express workers beyond, by size
 * @param spares what stands in for stuck workers, by size
 */
public record PoolDefaults(int size, IntUnaryOperator express, IntUnaryOperator spares) {

	/**
	 * As many workers as Tomcat would have threads: three quarters of them for slow
	 * requests, and the rest stay free for quick ones. As many spares as slow requests
	 * may hold workers.
	 * @param threads as of {@code server.tomcat.threads.max}
	 * @return the defaults
	 */
	static PoolDefaults of(int threads) {
		return new PoolDefaults(Math.max(1, threads - threads / 4), (size) -> Math.max(1, threads - size),
				IntUnaryOperator.identity());
	}

}
