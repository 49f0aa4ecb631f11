package com.example.attack;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;

/**
 * The application under attack. It uses no class of Headway, so it runs on stock Tomcat,
 * too.
 */
@SpringBootApplication(proxyBeanMethods = false)
public class AttackApplication {

	/** Starts the application. */
	public static void main(String[] args) {
		SpringApplication.run(AttackApplication.class, args);
	}

	@Bean
	FilterRegistrationBean<SlowFilter> slowFilter() {
		FilterRegistrationBean<SlowFilter> registration = new FilterRegistrationBean<>(new SlowFilter());
		registration.addUrlPatterns("/filtered");
		return registration;
	}

	/** {@code /actuator/health/slow}. */
	@Bean
	HealthIndicator slowHealthIndicator() {
		return () -> {
			Pause.millis(2000);
			return Health.up().build();
		};
	}

	/** {@code /socket}, without Spring's WebSocket support. */
	@Bean
	ServletListenerRegistrationBean<SlowSocket.Registration> slowSocket() {
		return new ServletListenerRegistrationBean<>(new SlowSocket.Registration());
	}

}
