package com.example.compat;

import jakarta.servlet.Filter;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.web.servlet.ServletListenerRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.web.filter.ShallowEtagHeaderFilter;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** The application that has to give the same answers with Headway as without. */
@SpringBootApplication(proxyBeanMethods = false)
public class CompatApplication {

	/** Starts the application. */
	public static void main(String[] args) {
		SpringApplication.run(CompatApplication.class, args);
	}

	@Bean
	Runs runs() {
		return new Runs();
	}

	@Bean
	RunsEndpoint runsEndpoint(Runs runs) {
		return new RunsEndpoint(runs);
	}

	@Bean
	FilterRegistrationBean<CountingFilter> countingFilter(Runs runs) {
		FilterRegistrationBean<CountingFilter> registration = filter(new CountingFilter(runs), "/*");
		registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
		return registration;
	}

	@Bean
	FilterRegistrationBean<TenantFilter> tenantFilter() {
		return filter(new TenantFilter(), "/*");
	}

	@Bean
	FilterRegistrationBean<WrappingFilter> wrappingFilter() {
		return filter(new WrappingFilter(), "/wrapped/*");
	}

	@Bean
	FilterRegistrationBean<ShallowEtagHeaderFilter> etagFilter() {
		return filter(new ShallowEtagHeaderFilter(), "/etag/*");
	}

	@Bean
	FilterRegistrationBean<CountingFilter> synchronousFilter() {
		FilterRegistrationBean<CountingFilter> registration = filter(new CountingFilter(new Runs()), "/synchronous/*");
		registration.setName("synchronousFilter");
		registration.setAsyncSupported(false);
		return registration;
	}

	/** {@code /socket}, without Spring's WebSocket support. */
	@Bean
	ServletListenerRegistrationBean<EchoSocket.Registration> echoSocket() {
		return new ServletListenerRegistrationBean<>(new EchoSocket.Registration());
	}

	private static <T extends Filter> FilterRegistrationBean<T> filter(T filter, String pattern) {
		FilterRegistrationBean<T> registration = new FilterRegistrationBean<>(filter);
		registration.addUrlPatterns(pattern);
		return registration;
	}

	@Bean
	WebMvcConfigurer interceptors(Runs runs) {
		return new WebMvcConfigurer() {
			@Override
			public void addInterceptors(InterceptorRegistry registry) {
				registry.addInterceptor(new CountingInterceptor(runs));
			}
		};
	}

}
