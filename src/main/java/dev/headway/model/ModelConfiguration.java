package dev.headway.model;

import java.lang.System.Logger;
import java.time.Duration;

import dev.headway.site.SiteProperties;
import dev.headway.site.Sleep;
import dev.headway.tomcat.ConnectionLimit;
import dev.headway.worker.ShutdownDeadline;
import dev.headway.worker.Spares;
import dev.headway.worker.WorkerPool;
import dev.headway.worker.endpoint.ModelDescriptor;
import org.slf4j.jdk.platform.logging.SLF4JSystemLoggerFinder;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Makes what the chosen model runs Tomcat's jobs with. */
@Configuration(proxyBeanMethods = false)
class ModelConfiguration {

	/**
	 * With HTTP/2, what one connection can hand over at a time: 20 streams (Tomcat's
	 * {@code maxConcurrentStreamExecution}), and reading, writing and closing beside
	 * them, rounded up.
	 */
	private static final int JOBS_PER_HTTP2_CONNECTION = 32;

	private static final Duration SPRING_BOOTS_TIMEOUT = Duration.ofSeconds(30);

	/** What a pool needs to end workers that have nothing to do. */
	private static final Duration IDLE_POOL_CLOSE = Duration.ofMillis(100);

	@Bean
	Resources resources(PoolProperties pool, VirtualThreadsProperties virtualThreads, ConnectionLimit limit,
			Environment environment) {
		int maxConnections = limit.connections();
		check(PropertyNames.SIZE, pool.size(), maxConnections);
		check(PropertyNames.EXPRESS, pool.express(), maxConnections);
		boolean http2 = Binder.get(environment).bind("server.http2.enabled", Boolean.class).orElse(false);
		if (environment.containsProperty(PropertyNames.SPARES)) {
			check(PropertyNames.SPARES, pool.spares(), maxConnections);
		}
		int spares = Math.min(pool.spares(), maxConnections);
		Logger logger = new SLF4JSystemLoggerFinder().getLogger(WorkerPool.class.getName(),
				WorkerPool.class.getModule());
		return new Resources(pool.size(), pool.express(), new Spares(spares, pool.replaceAfter()),
				virtualThreads.limit(), queueCapacity(maxConnections, http2), logger);
	}

	@Bean
	ShutdownDeadline shutdownDeadline(Environment environment) {
		return new ShutdownDeadline(Binder.get(environment)
			.bind("spring.lifecycle.timeout-per-shutdown-phase", Duration.class)
			.orElse(SPRING_BOOTS_TIMEOUT));
	}

	/** Closed by {@link #workerPoolShutdown}, which knows how much time is left. */
	@Bean(destroyMethod = "")
	WorkerPool workerPool(ModelProperties properties, Resources resources, Environment environment) {
		UnusedProperties.refuse(properties.model(), environment);
		return properties.model().threading().pool(resources);
	}

	@Bean
	DisposableBean workerPoolShutdown(WorkerPool pool, ShutdownDeadline deadline) {
		return () -> {
			Duration left = deadline.remaining();
			pool.close((left.compareTo(IDLE_POOL_CLOSE) > 0) ? left : IDLE_POOL_CLOSE);
		};
	}

	@Bean
	Sleep sleep(ModelProperties properties, SiteProperties site) {
		return properties.model().threading().sleep(site.sleep());
	}

	@Bean
	ModelDescriptor modelDescriptor(ModelProperties properties, Resources resources) {
		Model model = properties.model();
		return new ModelDescriptor(model.label(), model.threading().description(),
				model.threading().threads(resources));
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
