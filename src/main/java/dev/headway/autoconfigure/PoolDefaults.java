package dev.headway.autoconfigure;

import java.util.function.IntUnaryOperator;

/**
 * The default size of the pool. An application that needs other defaults declares a bean
 * of this type.
 *
 * @param size workers that slow requests may hold
 * @param express workers beyond {@code size}, as a function of it
 * @param spares workers that stand in for stuck ones, as a function of {@code size}
 */
public record PoolDefaults(int size, IntUnaryOperator express, IntUnaryOperator spares) {

	/**
	 * As many workers as Tomcat would have threads: slow requests may hold three quarters
	 * of them, and the rest stays free for quick ones. There are as many spares as
	 * workers for slow requests.
	 * @param threads the value of {@code server.tomcat.threads.max}
	 * @return the defaults
	 */
	static PoolDefaults of(int threads) {
		return new PoolDefaults(Math.max(1, threads - threads / 4), (size) -> Math.max(1, threads - size),
				IntUnaryOperator.identity());
	}

}
