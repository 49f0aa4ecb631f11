package dev.headway.autoconfigure;

import java.time.Duration;
import java.util.Objects;

import dev.headway.actuate.ActuatorPaths;
import dev.headway.actuate.AdmissionFigures;
import dev.headway.actuate.AllowedHosts;
import dev.headway.actuate.Board;
import dev.headway.actuate.BoardButtons;
import dev.headway.actuate.BoardCorsFilter;
import dev.headway.actuate.ModelDescriptor;
import dev.headway.actuate.ServerAddresses;
import dev.headway.actuate.SharedScrapes;
import dev.headway.actuate.Utilization;
import dev.headway.actuate.WorkersEndpoint;
import dev.headway.admission.Admission;
import dev.headway.admission.RefusalLog;
import dev.headway.worker.PeriodicTasks;
import dev.headway.worker.SuspendedRequests;
import dev.headway.worker.WorkerPool;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;
import org.springframework.util.function.SingletonSupplier;

/** {@code /actuator/workers}, its board, and the support for requests to Actuator. */
@AutoConfiguration(after = AdmissionAutoConfiguration.class)
@ConditionalOnHeadway
@ConditionalOnClass({ WebEndpoint.class, AbstractWebMvcEndpointHandlerMapping.class })
@EnableConfigurationProperties(BoardProperties.class)
public final class EndpointAutoConfiguration {

	private static final Duration SAMPLE_PERIOD = Duration.ofSeconds(1);

	@Bean
	@ConditionalOnMissingBean
	AllowedHosts headwayAllowedHosts(Environment environment, BoardProperties properties) {
		return AllowedHosts.in(environment, properties.allowedHosts());
	}

	@Bean
	ServerAddresses headwayServerAddresses(Environment environment, ObjectProvider<ServerProperties> server) {
		return new ServerAddresses(environment, server::getObject);
	}

	@Bean
	ActuatorPaths headwayActuatorPaths(ObjectProvider<ServletContext> servletContext,
			ObjectProvider<DispatcherServletPath> servletPath,
			ObjectProvider<AbstractWebMvcEndpointHandlerMapping> mappings) {
		return new ActuatorPaths(
				() -> servletContext.stream().map(ServletContext::getContextPath).findFirst().orElse("")
						+ servletPath.stream().map(DispatcherServletPath::getPrefix).findFirst().orElse(""),
				() -> mappings.stream()
					.flatMap((mapping) -> mapping.getHandlerMethods().keySet().stream())
					.flatMap((mapping) -> Objects.requireNonNull(mapping.getPathPatternsCondition())
						.getPatterns()
						.stream())
					.distinct()
					.toList());
	}

	@Bean
	SharedScrapes headwaySharedScrapes() {
		return new SharedScrapes(System::nanoTime);
	}

	/** The endpoint and its figures. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(WorkerPool.class)
	@ConditionalOnAvailableEndpoint(endpoint = WorkersEndpoint.class)
	static class WorkersEndpointConfiguration {

		@Bean
		Utilization headwayUtilization(WorkerPool pool, PeriodicTasks tasks) {
			Utilization utilization = new Utilization(pool, System::nanoTime);
			tasks.every(SAMPLE_PERIOD, utilization::sample);
			return utilization;
		}

		@Bean
		WorkersEndpoint headwayWorkersEndpoint(WorkerPool pool, ObjectProvider<ModelDescriptor> model,
				Utilization utilization, Admission admission, RefusalLog refusalLog,
				ObjectProvider<SuspendedRequests> suspended, ObjectProvider<BoardButtons> buttons,
				ServerAddresses addresses, AllowedHosts hosts) {
			return new WorkersEndpoint(pool, model.getIfAvailable(() -> ModelDescriptor.of(pool)), utilization,
					new AdmissionFigures(admission, refusalLog), suspended.getIfAvailable(() -> SuspendedRequests.NONE),
					SingletonSupplier.of(() -> new Board(buttons.getIfAvailable(() -> BoardButtons.NONE))), addresses,
					hosts);
		}

		/** Applies to the pages to which the board sends requests, and to no others. */
		@Bean
		@ConditionalOnBean(BoardButtons.class)
		FilterRegistrationBean<BoardCorsFilter> headwayBoardCorsFilter(BoardButtons buttons, ServerAddresses addresses,
				AllowedHosts hosts) {
			FilterRegistrationBean<BoardCorsFilter> registration = new FilterRegistrationBean<>(
					new BoardCorsFilter(addresses, hosts));
			registration.addUrlPatterns(buttons.paths().toArray(String[]::new));
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

}
