package com.example.attack;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Waits {@code ms} milliseconds, in front of a quick handler. */
final class SlowFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String millis = request.getParameter("ms");
		Pause.millis((millis != null) ? Long.parseLong(millis) : 0);
		chain.doFilter(request, response);
	}

}
