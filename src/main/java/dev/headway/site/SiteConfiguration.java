package dev.headway.site;

import java.lang.reflect.Method;
import java.util.List;

import dev.headway.actuate.ActuatorPaths;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcProperties;
import org.springframework.boot.webmvc.autoconfigure.WebMvcRegistrations;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.RequestContextFilter;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.HandlerExecutionChain;
import org.springframework.web.servlet.HandlerInterceptor;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.mvc.condition.RequestCondition;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Configures Spring MVC so that it takes paths and methods exactly as they are sent. */
@Configuration(proxyBeanMethods = false)
class SiteConfiguration {

	@Bean
	WebMvcRegistrations plainHandlerMapping() {
		return new WebMvcRegistrations() {
			@Override
			public RequestMappingHandlerMapping getRequestMappingHandlerMapping() {
				return new PlainHandlerMapping();
			}
		};
	}

	/** Replaces Spring Boot's servlet, with the same settings. */
	@Bean(DispatcherServletAutoConfiguration.DEFAULT_DISPATCHER_SERVLET_BEAN_NAME)
	DispatcherServlet siteServlet(WebMvcProperties properties) {
		SiteServlet servlet = new SiteServlet();
		servlet.setDispatchOptionsRequest(properties.isDispatchOptionsRequest());
		servlet.setDispatchTraceRequest(properties.isDispatchTraceRequest());
		servlet.setPublishEvents(properties.isPublishRequestHandledEvents());
		servlet.setEnableLoggingRequestDetails(properties.isLogRequestDetails());
		return servlet;
	}

	@Bean
	SiteFirst siteFirst(@Qualifier("requestMappingHandlerMapping") RequestMappingHandlerMapping mapping,
			ObjectProvider<WebMvcConfigurer> configurers, ActuatorPaths actuatorPaths) {
		Interceptors interceptors = new Interceptors();
		configurers.orderedStream().forEach((configurer) -> configurer.addInterceptors(interceptors));
		return new SiteFirst(mapping.getHandlerMethods(), interceptors.all(), actuatorPaths::test);
	}

	@Bean
	PlainHandlerAdapter plainHandlerAdapter() {
		return new PlainHandlerAdapter();
	}

	/** Not needed: the dispatcher servlet exposes the same request attributes. */
	@Bean
	FilterRegistrationBean<RequestContextFilter> noRequestContextFilter() {
		FilterRegistrationBean<RequestContextFilter> none = new FilterRegistrationBean<>(new RequestContextFilter());
		none.setEnabled(false);
		return none;
	}

	/** Gives access to the registered interceptors. */
	private static final class Interceptors extends InterceptorRegistry {

		List<HandlerInterceptor> all() {
			return getInterceptors().stream().map(HandlerInterceptor.class::cast).toList();
		}

	}

	private static final class PlainHandlerMapping extends RequestMappingHandlerMapping {

		@Override
		protected @Nullable RequestCondition<?> getCustomMethodCondition(Method method) {
			return method.getDeclaringClass().equals(SiteController.class) ? WrittenPath.of(method) : null;
		}

		/**
		 * Without a CORS policy there is nothing to negotiate: a preflight gets the same
		 * 404 as any other OPTIONS request, where Spring MVC would say 403.
		 */
		@Override
		protected HandlerExecutionChain getCorsHandlerExecutionChain(HttpServletRequest request,
				HandlerExecutionChain chain, @Nullable CorsConfiguration config) {
			return chain;
		}

	}

}
