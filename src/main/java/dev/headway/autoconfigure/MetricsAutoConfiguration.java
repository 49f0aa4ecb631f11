package dev.headway.autoconfigure;

import java.time.Duration;

import dev.headway.actuate.AdmissionMetrics;
import dev.headway.actuate.QueueMetrics;
import dev.headway.actuate.RefusalMetrics;
import dev.headway.actuate.SpareMetrics;
import dev.headway.actuate.WorkerMetrics;
import dev.headway.admission.Admission;
import dev.headway.admission.RefusalLog;
import dev.headway.admission.WaitingTimes;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Meters. Spring Boot binds these beans to its registries. */
@AutoConfiguration(after = AdmissionAutoConfiguration.class)
@ConditionalOnHeadway
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBooleanProperty(name = "headway.metrics.enabled", matchIfMissing = true)
public final class MetricsAutoConfiguration {

	private static final Duration PERIOD = Duration.ofMillis(100);

	@Bean
	RefusalMetrics headwayRefusalMetrics(RefusalLog refusalLog) {
		return new RefusalMetrics(refusalLog);
	}

	@Bean
	AdmissionMetrics headwayAdmissionMetrics(Admission admission, WaitingTimes waitingTimes) {
		return new AdmissionMetrics(admission, waitingTimes);
	}

	/** The meters of the workers. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(WorkerPool.class)
	static class PoolMetricsConfiguration {

		@Bean
		WorkerMetrics headwayWorkerMetrics(WorkerPool pool, PeriodicTasks tasks) {
			WorkerMetrics metrics = new WorkerMetrics(pool);
			tasks.every(PERIOD, metrics::bindMore);
			return metrics;
		}

		@Bean
		SpareMetrics headwaySpareMetrics(WorkerPool pool) {
			return new SpareMetrics(pool);
		}

		@Bean
		QueueMetrics headwayQueueMetrics(WorkerPool pool) {
			return new QueueMetrics(pool);
		}

	}

}
