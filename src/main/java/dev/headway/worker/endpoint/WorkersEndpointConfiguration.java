package dev.headway.worker.endpoint;

import dev.headway.site.Sleep;
import dev.headway.worker.WorkerPool;

import org.springframework.boot.web.servlet.FilterRegistrationBean;
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
	WorkersEndpoint workersEndpoint(WorkerPool pool, ModelDescriptor model, Utilization utilization,
			WaitingFigures waiting, Sleep sleep, Environment environment) {
		return new WorkersEndpoint(pool, model, utilization, waiting, sleep, new Board(), new SiteAddress(environment));
	}

	@Bean
	FilterRegistrationBean<BoardCorsFilter> boardCorsFilter(Environment environment) {
		FilterRegistrationBean<BoardCorsFilter> registration = new FilterRegistrationBean<>(
				new BoardCorsFilter(new SiteAddress(environment)));
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

}
