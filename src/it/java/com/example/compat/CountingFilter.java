package com.example.compat;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Counts requests, and takes a few milliseconds for each, so that all handlers can count
 * as slow.
 */
final class CountingFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	private static final int SLOW_MILLIS = 5;

	private final transient Runs runs;

	CountingFilter(Runs runs) {
		this.runs = runs;
	}

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (!request.getRequestURI().startsWith("/actuator")) {
			this.runs.count("filter", request.getRequestURI());
			Pause.millis(SLOW_MILLIS);
		}
		chain.doFilter(request, response);
	}

}
