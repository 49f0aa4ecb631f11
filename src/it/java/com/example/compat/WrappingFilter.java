package com.example.compat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpFilter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.util.ContentCachingResponseWrapper;

/** Gives the handler another user's name, and puts a line under its answer. */
final class WrappingFilter extends HttpFilter {

	private static final long serialVersionUID = 1L;

	@Override
	protected void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest other = new HttpServletRequestWrapper(request) {
			@Override
			public String getRemoteUser() {
				return "somebody else";
			}
		};
		ContentCachingResponseWrapper cached = new ContentCachingResponseWrapper(response);
		chain.doFilter(other, cached);
		cached.getOutputStream().write("\nwrapped".getBytes(StandardCharsets.US_ASCII));
		cached.copyBodyToResponse();
	}

}
