package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers refused requests. An application may define its own bean. It is called before
 * all filters and servlets, on a worker that other requests need. So it must be quick,
 * must not block, and must be thread-safe.
 */
@FunctionalInterface
public interface RefusalHandler {

	/**
	 * Writes the answer.
	 * @param refusal details of the refusal
	 * @param request the refused request; its body must not be read
	 * @param response has status 503, {@code Retry-After},
	 * {@code Cache-Control: no-store} and {@code X-Content-Type-Options: nosniff}; the
	 * handler may change all of these
	 * @throws IOException if the client can't be written to
	 * @throws ServletException if something else fails: then the answer is 500
	 */
	void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
