package dev.headway.worker.metrics;

import dev.headway.worker.WorkerPool;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring Boot binds what it finds here to its registries. */
@Configuration(proxyBeanMethods = false)
class WorkerMetricsConfiguration {

	@Bean
	WorkerMetrics workerMetrics(WorkerPool pool) {
		return new WorkerMetrics(pool);
	}

	@Bean
	SpareMetrics spareMetrics(WorkerPool pool) {
		return new SpareMetrics(pool);
	}

	@Bean
	QueueMetrics queueMetrics(WorkerPool pool) {
		return new QueueMetrics(pool);
	}

}
