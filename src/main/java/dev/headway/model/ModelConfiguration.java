package dev.headway.model;

import java.lang.System.Logger;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.Warming;
import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the pool that runs Tomcat's jobs. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

	/**
	 * With HTTP/2, what one connection can hand over at a time: 20 streams (Tomcat's
	 * {@code maxConcurrentStreamExecution}), and reading, writing and closing beside
	 * them, rounded up.
	 */
	private static final int JOBS_PER_HTTP2_CONNECTION = 32;

	@Bean
	ThreadPool threadPool(PoolProperties properties, @Value("${server.tomcat.max-connections}") int maxConnections,
			@Value("${server.http2.enabled:false}") boolean http2) {
		if (maxConnections < 1) {
			throw new InvalidConfigurationPropertyValueException("server.tomcat.max-connections", maxConnections,
					"must be 1 or more, for example 8192: the queue is made to cover them all");
		}
		check("headway.pool.size", properties.size(), maxConnections);
		check("headway.pool.express", properties.express(), maxConnections);
		Logger logger = new SLF4JSystemLoggerFinder().getLogger(ThreadPool.class.getName(),
				ThreadPool.class.getModule());
		return new ThreadPool(properties.size(), properties.express(), queueCapacity(maxConnections, http2), logger);
	}

	@Bean
	Warming warming() {
		return new Warming();
	}

	private static void check(String property, int workers, int maxConnections) {
		if (workers > maxConnections) {
			throw new InvalidConfigurationPropertyValueException(property, workers,
					"is more than server.tomcat.max-connections=" + maxConnections
							+ ": there would never be work for all");
		}
	}

	/**
	 * A queue that never refuses Tomcat. On HTTP/1.1 a connection has at most one job
	 * outstanding. The factor of two leaves room for connections that Tomcat has closed
	 * and replaced while a job of theirs was still queued.
	 */
	private static int queueCapacity(int maxConnections, boolean http2) {
		long capacity = 2L * maxConnections * (http2 ? JOBS_PER_HTTP2_CONNECTION : 1);
		return (int) Math.min(capacity, Integer.MAX_VALUE);
	}

}
