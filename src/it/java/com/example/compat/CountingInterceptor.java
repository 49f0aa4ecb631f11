package com.example.compat;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.ModelAndView;

/** Counts its own runs, and takes a few milliseconds for each. */
final class CountingInterceptor implements AsyncHandlerInterceptor {

	private static final int SLOW_MILLIS = 5;

	private final Runs runs;

	CountingInterceptor(Runs runs) {
		this.runs = runs;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler) {
		count("preHandle", request);
		Pause.millis(SLOW_MILLIS);
		return true;
	}

	@Override
	public void postHandle(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable ModelAndView model) {
		count("postHandle", request);
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception failure) {
		count("afterCompletion", request);
	}

	@Override
	public void afterConcurrentHandlingStarted(HttpServletRequest request, HttpServletResponse response,
			Object handler) {
		count("afterConcurrentHandlingStarted", request);
	}

	private void count(String what, HttpServletRequest request) {
		this.runs.count(what + " " + request.getDispatcherType(), request.getRequestURI());
	}

}
