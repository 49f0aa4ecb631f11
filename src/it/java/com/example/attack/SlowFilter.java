package com.example.attack;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Takes as long as {@code ms} says, in front of a handler that is quick. */
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
