package dev.headway.worker.endpoint;

import java.util.Objects;

import dev.headway.site.Sleep;
import dev.headway.worker.WorkerPool;
import jakarta.servlet.ServletContext;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletPath;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** The endpoint, and what the board on it needs elsewhere. */
@Configuration(proxyBeanMethods = false)
class WorkersEndpointConfiguration {

	@Bean
	Utilization utilization(WorkerPool pool) {
		return new Utilization(pool, System::nanoTime);
	}

	@Bean
	AllowedHosts allowedHosts(Environment environment, BoardProperties properties) {
		return AllowedHosts.in(environment, properties);
	}

	@Bean
	ActuatorPaths actuatorPaths(ObjectProvider<ServletContext> servletContext,
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
	SharedScrapes sharedScrapes() {
		return new SharedScrapes(System::nanoTime);
	}

	@Bean
	WorkersEndpoint workersEndpoint(WorkerPool pool, ModelDescriptor model, Utilization utilization,
			WaitingFigures waiting, Sleep sleep, Environment environment, AllowedHosts hosts) {
		return new WorkersEndpoint(pool, model, utilization, waiting, sleep, new Board(),
				new SiteAddress(environment, hosts), hosts);
	}

	/** Stands where the board sends its requests to, and nowhere else. */
	@Bean
	FilterRegistrationBean<BoardCorsFilter> boardCorsFilter(Environment environment, AllowedHosts hosts) {
		FilterRegistrationBean<BoardCorsFilter> registration = new FilterRegistrationBean<>(
				new BoardCorsFilter(new SiteAddress(environment, hosts)));
		registration.addUrlPatterns("/", "/sleep");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

}
