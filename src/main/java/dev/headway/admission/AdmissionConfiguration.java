package dev.headway.admission;

import java.util.concurrent.ThreadLocalRandom;

import dev.headway.worker.WorkerPool;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes what decides, and what looks after those that wait. */
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
	Doorkeeper doorkeeper(Admission admission, Watching watching, Shedding shedding) {
		return new Doorkeeper(admission, watching.admission(), shedding);
	}

	@Bean
	ClosingTime closingTime(Admission admission) {
		return new ClosingTime(admission);
	}

	@Bean
	ServerTiming serverTiming(AdmissionProperties properties) {
		return new ServerTiming(properties.serverTiming());
	}

	@Bean
	PaceRules paceRules(AdmissionProperties properties) {
		return new PaceRules(properties.paceRules(), new PathPatternSyntax());
	}

	@Bean
	Overdue overdue(WaitingProperties waiting, ClosingTime closingTime, Shedding shedding) {
		return new Overdue(waiting.timeout(), closingTime, shedding);
	}

	@Bean
	Watching watching(WaitingProperties waiting, AdmissionProperties properties, Shedding shedding) {
		return new Watching(properties.quickUnder(), waiting.timeout(), shedding);
	}

}
