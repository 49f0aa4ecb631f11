package dev.headway.autoconfigure;

import java.time.Duration;

import dev.headway.tomcat.ConnectionLimit;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.PoolSettings;
import dev.headway.worker.ShutdownDeadline;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnThreading;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.thread.Threading;
import org.springframework.boot.tomcat.autoconfigure.TomcatServerProperties;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;

/** The pool of workers. */
@AutoConfiguration(after = { LifecycleAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class })
@ConditionalOnHeadway
@EnableConfigurationProperties(PoolProperties.class)
public final class PoolAutoConfiguration {

	/**
	 * How many jobs one HTTP/2 connection can have queued at a time: 20 streams (Tomcat's
	 * {@code maxConcurrentStreamExecution}), and reading, writing and closing, rounded
	 * up.
	 */
	private static final int JOBS_PER_HTTP2_CONNECTION = 32;

	/** The time that a pool needs to end idle workers. */
	private static final Duration IDLE_POOL_CLOSE = Duration.ofMillis(100);

	@Bean
	@ConditionalOnMissingBean
	PeriodicTasks headwayPeriodicTasks() {
		return new PeriodicTasks(Logs.of(PeriodicTasks.class));
	}

	@Bean
	@ConditionalOnMissingBean
	ShutdownDeadline headwayShutdownDeadline(LifecycleProperties lifecycle) {
		return new ShutdownDeadline(lifecycle.getTimeoutPerShutdownPhase());
	}

	@Bean
	@ConditionalOnMissingBean
	PoolSettings headwayPoolSettings(PoolProperties properties, ObjectProvider<PoolDefaults> defaults,
			ConnectionLimit limit, TomcatServerProperties tomcat, ServerProperties server) {
		return properties.settings(defaults.getIfAvailable(() -> PoolDefaults.of(tomcat.getThreads().getMax())),
				limit.connections(), queueCapacity(limit.connections(), server.getHttp2().isEnabled()));
	}

	/** Ends the workers. No other bean needs this one, so it must not be lazy. */
	@Bean
	@Lazy(false)
	DisposableBean headwayPoolShutdown(ObjectProvider<WorkerPool> pools, ShutdownDeadline deadline) {
		WorkerPool pool = pools.getIfAvailable();
		return () -> {
			Duration left = deadline.remaining();
			if (pool != null) {
				pool.close((left.compareTo(IDLE_POOL_CLOSE) > 0) ? left : IDLE_POOL_CLOSE);
			}
		};
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

	/** Not with virtual threads: then Tomcat keeps its own executor. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnThreading(Threading.PLATFORM)
	@ConditionalOnMissingBean(WorkerPool.class)
	static class ThreadPoolConfiguration {

		/** Closed by {@link #headwayPoolShutdown}, which knows how much time is left. */
		@Bean(destroyMethod = "")
		WorkerPool headwayPool(PoolSettings settings) {
			return ThreadPool.notStarted(settings, Logs.of(WorkerPool.class));
		}

	}

}
