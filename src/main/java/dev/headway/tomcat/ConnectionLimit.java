package dev.headway.tomcat;

import java.util.Optional;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;

/**
 * How many connections the server takes at a time: the configured number, if the heap is
 * enough for the worst that clients can do with them. With more, clients could cause an
 * OutOfMemoryError. The sum is explained in {@code src/adr/0004-memory.md}.
 *
 * @param connections at a time, 1 or more
 */
public record ConnectionLimit(int connections) {

	static final String PROPERTY = "server.tomcat.max-connections";

	/** Tomcat's default. */
	static final int DEFAULT = 8192;

	/**
	 * The least number, so that a small heap still serves a few clients if none is
	 * hostile.
	 */
	private static final int MIN = 8;

	/** The application itself, with a full waiting room. */
	private static final long APPLICATION = 32L << 20;

	/** The garbage collector needs the rest. */
	private static final double USABLE = 0.9;

	/** Some collectors don't use a part of the configured heap. */
	private static final double XMX = 1.05;

	private static final Log logger = LogFactory.getLog(ConnectionLimit.class);

	/**
	 * As many as are configured, or by default as many as Tomcat takes.
	 * @param environment the configuration
	 * @return the limit
	 */
	public static ConnectionLimit configured(Environment environment) {
		return new ConnectionLimit(wanted(environment).orElse(DEFAULT));
	}

	/**
	 * As many as are configured, or by default as many as the heap is large enough for,
	 * but at most Tomcat's default.
	 * @param environment the configuration
	 * @return the limit
	 * @throws ServerStartException if more are configured than the heap is large enough
	 * for
	 */
	public static ConnectionLimit fittingHeap(Environment environment) {
		return of(wanted(environment), ConnectionCost.in(environment), Runtime.getRuntime().maxMemory());
	}

	private static Optional<Integer> wanted(Environment environment) {
		Optional<Integer> configured = Optional
			.ofNullable(Binder.get(environment).bind(PROPERTY, Integer.class).orElse(null));
		configured.filter((connections) -> connections < 1).ifPresent((connections) -> {
			throw new InvalidConfigurationPropertyValueException(PROPERTY, connections,
					"must be 1 or more, for example 8192: the queue is made to cover them all");
		});
		return configured;
	}

	/**
	 * Checks the number, or reduces the default.
	 * @throws ServerStartException if the number was configured and is too high
	 */
	static ConnectionLimit of(Optional<Integer> configured, ConnectionCost cost, long heapBytes) {
		long fitting = Math.max(MIN, (long) (heapBytes * USABLE - APPLICATION) / cost.bytes());
		int wanted = configured.orElse(DEFAULT);
		if (wanted <= fitting) {
			return new ConnectionLimit(wanted);
		}
		String reason = "%d connections, %s each at worst, and the application need a heap of %d MB, and there are %d MB"
			.formatted(wanted, cost, megabytes(heapFor(wanted, cost)), megabytes(heapBytes));
		if (configured.isPresent()) {
			throw new ServerStartException(
					"The property %s has the value '%d', which is too much for the heap: %s.".formatted(PROPERTY,
							wanted, reason),
					"Set it to a value that works, for example %s=%d, or give the JVM more memory: -Xmx%dm"
						.formatted(PROPERTY, fitting, megabytes((long) (heapFor(wanted, cost) * XMX))));
		}
		logger.warn("%s is %d instead of %d: %s".formatted(PROPERTY, fitting, wanted, reason));
		return new ConnectionLimit((int) fitting);
	}

	/**
	 * How many requests may wait without a worker. Each keeps its connection, so some are
	 * left to others: as many again as run.
	 * @param wanted the configured number, 0 or more
	 * @param running how many requests run at a time
	 * @return the configured number or less; 1 or more unless that is 0
	 */
	public int waiting(int wanted, int running) {
		int most = (int) Math.max(1, this.connections - 2L * running);
		if (wanted <= most) {
			return wanted;
		}
		logger.info(
				"headway.waiting.capacity is %d instead of %d: each request that waits keeps one of %d connections (%s)"
					.formatted(most, wanted, this.connections, PROPERTY));
		return most;
	}

	private static long heapFor(int connections, ConnectionCost cost) {
		return (long) ((connections * cost.bytes() + APPLICATION) / USABLE);
	}

	private static long megabytes(long bytes) {
		return (bytes + (1 << 20) - 1) >> 20;
	}

}
