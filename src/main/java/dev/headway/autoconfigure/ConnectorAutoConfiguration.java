package dev.headway.autoconfigure;

import java.util.function.BiFunction;

import dev.headway.admission.Admission;
import dev.headway.admission.AdmissionShutdown;
import dev.headway.admission.Handler;
import dev.headway.admission.ManagementAdmission;
import dev.headway.admission.ManagementPaths;
import dev.headway.admission.OverdueCheck;
import dev.headway.admission.ServerTiming;
import dev.headway.tomcat.AdapterChain;
import dev.headway.tomcat.AdmissionRouter;
import dev.headway.tomcat.Bodies;
import dev.headway.tomcat.BodyInterest;
import dev.headway.tomcat.ClientTimeouts;
import dev.headway.tomcat.ConnectionLimit;
import dev.headway.tomcat.Drain;
import dev.headway.tomcat.InternalConnector;
import dev.headway.tomcat.PoolConnector;
import dev.headway.tomcat.RefusalHandler;
import dev.headway.tomcat.RefusalObserver;
import dev.headway.tomcat.RefusalValve;
import dev.headway.tomcat.WaitingClients;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.ShutdownDeadline;
import dev.headway.worker.SuspendedRequests;
import dev.headway.worker.WorkerPool;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Tomcat's connector: the pool, and the adapters and valves in front of the application.
 */
@AutoConfiguration(after = AdmissionAutoConfiguration.class)
@ConditionalOnHeadway
@EnableConfigurationProperties({ ClientProperties.class, BodyProperties.class, DrainProperties.class })
public final class ConnectorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	ConnectionLimit headwayConnectionLimit(Environment environment) {
		return ConnectionLimit.configured(environment);
	}

	@Bean
	AdmissionRouter headwayAdmissionRouter(ObjectProvider<ManagementPaths> managementPaths,
			ManagementAdmission management, Admission admission, BiFunction<String, String, Handler> headwayHandlers) {
		return AdmissionRouter.of(managementPaths.getIfAvailable(() -> ManagementPaths.NONE), management, admission,
				headwayHandlers);
	}

	@Bean
	WaitingClients headwayWaitingClients(PeriodicTasks tasks) {
		WaitingClients clients = new WaitingClients(System::nanoTime);
		tasks.every(WaitingClients.PERIOD, clients::check);
		return clients;
	}

	/**
	 * An application can define a {@code BodyInterest} that knows better which bodies it
	 * reads.
	 */
	@Bean
	Bodies headwayBodies(BodyProperties properties, ObjectProvider<BodyInterest> interests,
			BiFunction<String, String, Handler> headwayHandlers) {
		return properties
			.bodies(interests.getIfAvailable(() -> (method, path) -> headwayHandlers.apply(method, path).readsBody()));
	}

	@Bean
	RefusalValve headwayRefusalValve(ObjectProvider<RefusalHandler> handlers,
			ObjectProvider<RefusalObserver> observers) {
		return RefusalValve.of(handlers.getIfAvailable(), observers.orderedStream().toList());
	}

	@Bean
	AdapterChain headwayAdapterChain(Bodies bodies, AdmissionRouter router, OverdueCheck overdue,
			WaitingClients waitingClients, ObjectProvider<InternalConnector> internal, ServerTiming timing) {
		return new AdapterChain(bodies, router, overdue, waitingClients, internal.getIfAvailable(), timing);
	}

	@Bean
	@ConditionalOnBean(WorkerPool.class)
	Drain headwayDrain(WorkerPool pool, AdmissionShutdown admissionShutdown, Bodies bodies,
			ObjectProvider<SuspendedRequests> suspended, ApplicationContext context, ShutdownDeadline deadline,
			DrainProperties properties) {
		return new Drain(pool, admissionShutdown, bodies, suspended.getIfAvailable(() -> SuspendedRequests.NONE),
				context, deadline, properties.delayWithin(deadline.timeout()));
	}

	@Bean
	PoolConnector headwayPoolConnector(ObjectProvider<WorkerPool> pool, AdapterChain adapters, RefusalValve refusals,
			ClientProperties clients, ObjectProvider<Drain> drain) {
		return new PoolConnector(pool.getIfAvailable(), adapters, refusals,
				new ClientTimeouts(clients.headTimeout(), clients.writeTimeout()), drain.getIfAvailable());
	}

	/** Observes refused requests if other requests are observed. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(name = { "io.micrometer.observation.ObservationRegistry",
			"org.springframework.boot.web.servlet.FilterRegistrationBean" })
	static class RefusalObservationConfiguration {

		@Bean
		RefusalObserver headwayRefusalObserver(
				ObjectProvider<FilterRegistrationBean<ServerHttpObservationFilter>> registrations) {
			return new ObservedRefusals(() -> registrations.stream()
				.filter(FilterRegistrationBean::isEnabled)
				.map(FilterRegistrationBean::getFilter)
				.findFirst());
		}

	}

}
