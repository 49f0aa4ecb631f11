package dev.headway.admission;

import java.util.concurrent.ThreadLocalRandom;

import dev.headway.site.ErrorPages;
import dev.headway.worker.WorkerPool;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts the door in front of the handlers. Actuator has a handler mapping of its own,
 * which this doesn't reach: whoever watches is never gated.
 */
@Configuration(proxyBeanMethods = false)
class AdmissionConfiguration {

	@Bean
	Shedding shedding() {
		return new Shedding(System::nanoTime);
	}

	@Bean
	SheddingMetrics sheddingMetrics(Shedding shedding) {
		return new SheddingMetrics(shedding);
	}

	@Bean
	WaitingTimes waitingTimes(Shedding shedding) {
		return new WaitingTimes(shedding);
	}

	/** Without express workers nobody waits here: then everybody waits in the queue. */
	@Bean
	Admission admission(WorkerPool pool, AdmissionProperties properties, WaitingProperties waiting,
			WaitingTimes waitingTimes) {
		AdmissionMode mode = (pool.express() > 0) ? properties.mode() : AdmissionMode.OFF;
		int capacity = (mode != AdmissionMode.OFF) ? waiting.capacity() : 0;
		return new Admission(
				new AdmissionSettings(mode, pool.size(), properties.quickUnder(), capacity, waiting.timeout()),
				System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), waitingTimes);
	}

	@Bean
	AdmissionMetrics admissionMetrics(Admission admission, WaitingTimes waitingTimes) {
		return new AdmissionMetrics(admission, waitingTimes);
	}

	@Bean
	AdmissionFigures admissionFigures(Admission admission, Shedding shedding) {
		return new AdmissionFigures(admission, shedding);
	}

	@Bean
	Doorkeeper doorkeeper(Admission admission, Shedding shedding) {
		return new Doorkeeper(admission, shedding);
	}

	@Bean
	ClosingTime closingTime(Admission admission) {
		return new ClosingTime(admission);
	}

	@Bean
	WebMvcConfigurer door(WorkerPool pool, Admission admission, AdmissionProperties properties, Shedding shedding,
			ClosingTime closingTime, WaitingProperties waiting, ErrorPages pages) {
		Refusal refusal = new Refusal(pages);
		DeclaredPaces paces = new DeclaredPaces(new PaceRules(properties.paceRules(), new PathPatternSyntax()));
		return new WebMvcConfigurer() {
			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new QueueTimeoutInterceptor(waiting.timeout(), closingTime, shedding, refusal));
				if (pool.express() > 0 && properties.mode() != AdmissionMode.OFF) {
					registry.addInterceptor(new AdmissionInterceptor(admission, paces, refusal));
				}
			}
		};
	}

}
