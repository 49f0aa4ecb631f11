package dev.headway.worker.metrics;

import dev.headway.worker.ThreadPool;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Spring Boot binds what it finds here to its registries. */
@Configuration(proxyBeanMethods = false)
class WorkerMetricsConfiguration {

	@Bean
	WorkerMetrics workerMetrics(ThreadPool pool) {
		return new WorkerMetrics(pool);
	}

	@Bean
	QueueMetrics queueMetrics(ThreadPool pool) {
		return new QueueMetrics(pool);
	}

}
