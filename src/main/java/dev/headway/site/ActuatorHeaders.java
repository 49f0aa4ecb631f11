package dev.headway.site;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.config.InstantiationAwareBeanPostProcessor;
import org.springframework.boot.webmvc.actuate.endpoint.web.AbstractWebMvcEndpointHandlerMapping;
import org.springframework.http.HttpHeaders;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Adds headers to all answers of Actuator: caches don't store them, and browsers don't
 * guess another content type. It is an interceptor of Actuator's own handler mappings, so
 * it needs no rule of its own for which requests are Actuator's.
 */
final class ActuatorHeaders implements HandlerInterceptor, InstantiationAwareBeanPostProcessor {

	@Override
	public boolean postProcessAfterInstantiation(Object bean, String name) {
		if (bean instanceof AbstractWebMvcEndpointHandlerMapping mapping) {
			mapping.setInterceptors(this);
		}
		return true;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		return true;
	}

}
