package dev.headway.autoconfigure;

import java.util.concurrent.ThreadLocalRandom;

import dev.headway.admission.Admission;
import dev.headway.admission.AdmissionMode;
import dev.headway.admission.AdmissionSettings;
import dev.headway.admission.AdmissionShutdown;
import dev.headway.admission.ManagementAdmission;
import dev.headway.admission.OverdueCheck;
import dev.headway.admission.PaceRules;
import dev.headway.admission.RefusalLog;
import dev.headway.admission.ServerTiming;
import dev.headway.admission.WaitingExpiry;
import dev.headway.admission.WaitingTimes;
import dev.headway.tomcat.ConnectionLimit;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.PoolSettings;
import dev.headway.worker.WorkerPool;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** Admission: decides which requests may hold a worker. */
@AutoConfiguration(after = PoolAutoConfiguration.class)
@ConditionalOnHeadway
@EnableConfigurationProperties({ AdmissionProperties.class, WaitingProperties.class })
@Import(HandlerConfiguration.class)
public final class AdmissionAutoConfiguration {

	@Bean
	RefusalLog headwayRefusalLog() {
		return new RefusalLog(System::nanoTime, Logs.of(RefusalLog.class));
	}

	@Bean
	WaitingTimes headwayWaitingTimes(RefusalLog refusalLog) {
		return new WaitingTimes(refusalLog);
	}

	/** Without express workers no request waits here: all wait in the queue. */
	@Bean
	@ConditionalOnMissingBean
	Admission headwayAdmission(ObjectProvider<WorkerPool> pools, PoolSettings settings, AdmissionProperties properties,
			WaitingProperties waiting, ConnectionLimit connections, WaitingTimes waitingTimes) {
		WorkerPool pool = pools.getIfAvailable();
		int slots = (pool != null) ? pool.size() : settings.size();
		int express = (pool != null) ? pool.express() : settings.express();
		AdmissionMode mode = (express > 0) ? properties.mode() : AdmissionMode.OFF;
		int capacity = (mode != AdmissionMode.OFF) ? connections.waiting(waiting.capacity(), slots + express) : 0;
		return new Admission(new AdmissionSettings(mode, slots, properties.quickUnder(), capacity, waiting.timeout()),
				System::nanoTime, () -> ThreadLocalRandom.current().nextDouble(), waitingTimes);
	}

	@Bean
	WaitingExpiry headwayWaitingExpiry(Admission admission, ManagementAdmission management, RefusalLog refusalLog,
			PeriodicTasks tasks) {
		WaitingExpiry expiry = new WaitingExpiry(admission, management.admission(), refusalLog);
		tasks.every(WaitingExpiry.PERIOD, expiry::look);
		return expiry;
	}

	@Bean
	AdmissionShutdown headwayAdmissionShutdown(Admission admission) {
		return new AdmissionShutdown(admission);
	}

	@Bean
	ServerTiming headwayServerTiming(AdmissionProperties properties) {
		return new ServerTiming(properties.serverTiming());
	}

	@Bean
	PaceRules headwayPaceRules(AdmissionProperties properties) {
		return new PaceRules(properties.paceRules(), new PathPatternSyntax());
	}

	@Bean
	OverdueCheck headwayOverdueCheck(AdmissionProperties properties, WaitingProperties waiting,
			AdmissionShutdown admissionShutdown, RefusalLog refusalLog) {
		return new OverdueCheck(properties.mode(), waiting.timeout(), admissionShutdown, refusalLog);
	}

	@Bean
	ManagementAdmission headwayManagementAdmission(WaitingProperties waiting, AdmissionProperties properties,
			RefusalLog refusalLog) {
		return new ManagementAdmission(properties.quickUnder(), waiting.timeout(), refusalLog);
	}

}
