package dev.headway.worker.health;

import java.time.InstantSource;

import dev.headway.worker.WorkerPool;
import dev.headway.worker.endpoint.AllowedHosts;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.scheduling.annotation.EnableScheduling;

/** The watch over the workers, and who tells of it. */
@Configuration(proxyBeanMethods = false)
@EnableScheduling
class WorkerHealthConfiguration {

	@Bean
	StuckWorkers stuckWorkers(WorkerPool pool, StuckProperties properties) {
		return new StuckWorkers(pool, properties.stuckAfter(), InstantSource.system());
	}

	@Bean
	SparesWatch sparesWatch(WorkerPool pool) {
		return new SparesWatch(pool);
	}

	/** Its name, less the suffix, is the component's. */
	@Bean
	WorkersHealthIndicator workersHealthIndicator(WorkerPool pool, StuckWorkers stuckWorkers,
			StuckProperties properties, AllowedHosts hosts) {
		return new WorkersHealthIndicator(pool, stuckWorkers, properties.stuckFailsReadiness(),
				hosts::allowCurrentRequest);
	}

	@Bean
	StuckMetrics stuckMetrics(StuckWorkers stuckWorkers) {
		return new StuckMetrics(stuckWorkers);
	}

}
