package com.example.compat;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.MDC;

import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the request's tenant into the logging context and a ThreadLocal. */
final class TenantFilter extends OncePerRequestFilter {

	static final ThreadLocal<String> TENANT = new ThreadLocal<>();

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String tenant = String.valueOf(request.getHeader("X-Tenant"));
		MDC.put("tenant", tenant);
		TENANT.set(tenant);
		request.setAttribute("traceInFilter", MDC.get("traceId"));
		try {
			chain.doFilter(request, response);
		}
		finally {
			MDC.remove("tenant");
			TENANT.remove();
		}
	}

}
