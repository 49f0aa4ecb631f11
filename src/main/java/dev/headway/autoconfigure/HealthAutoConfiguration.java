package dev.headway.autoconfigure;

import java.time.Duration;
import java.time.InstantSource;

import dev.headway.actuate.AllowedHosts;
import dev.headway.actuate.SparesWatch;
import dev.headway.actuate.StuckMetrics;
import dev.headway.actuate.StuckWorkers;
import dev.headway.actuate.WorkersHealthIndicator;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Detection of stuck workers, with its warnings, health component and meters. */
@AutoConfiguration(after = { PoolAutoConfiguration.class, EndpointAutoConfiguration.class })
@ConditionalOnHeadway
@ConditionalOnBean(WorkerPool.class)
@EnableConfigurationProperties(StuckProperties.class)
public final class HealthAutoConfiguration {

	private static final Duration PERIOD = Duration.ofSeconds(1);

	@Bean
	StuckWorkers headwayStuckWorkers(WorkerPool pool, StuckProperties properties, PeriodicTasks tasks) {
		StuckWorkers stuck = new StuckWorkers(pool, properties.stuckAfter(), InstantSource.system());
		tasks.every(PERIOD, stuck::warn);
		return stuck;
	}

	@Bean
	SparesWatch headwaySparesWatch(WorkerPool pool, PeriodicTasks tasks) {
		SparesWatch watch = new SparesWatch(pool);
		tasks.every(PERIOD, watch::warn);
		return watch;
	}

	/** The health component. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HealthIndicator.class)
	@ConditionalOnEnabledHealthIndicator("workers")
	static class IndicatorConfiguration {

		/** The bean's name without the suffix is the component's name. */
		@Bean
		WorkersHealthIndicator workersHealthIndicator(WorkerPool pool, StuckWorkers stuckWorkers,
				StuckProperties properties, ObjectProvider<AllowedHosts> hosts) {
			return new WorkersHealthIndicator(pool, stuckWorkers, properties.stuckFailsReadiness(),
					() -> hosts.stream().allMatch(AllowedHosts::allowCurrentRequest));
		}

	}

	/** The meters of stuck workers. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBooleanProperty(name = "headway.metrics.enabled", matchIfMissing = true)
	static class StuckMetricsConfiguration {

		@Bean
		StuckMetrics headwayStuckMetrics(StuckWorkers stuckWorkers) {
			return new StuckMetrics(stuckWorkers);
		}

	}

}
