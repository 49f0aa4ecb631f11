package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Answers requests that are refused. An application may have a bean of its own. It is
 * called in front of all filters and servlets, on a worker that others wait for. So it
 * must be quick, must not block, and must be thread-safe.
 */
@FunctionalInterface
public interface RefusalHandler {

	/**
	 * Writes the answer.
	 * @param refusal what is known
	 * @param request what is refused; its body isn't to be read
	 * @param response has status 503, {@code Retry-After},
	 * {@code Cache-Control: no-store} and {@code X-Content-Type-Options: nosniff}; the
	 * handler may change all of these
	 * @throws IOException if the client can't be written to
	 * @throws ServletException if something else fails: then the answer is 500
	 */
	void refuse(Refusal refusal, HttpServletRequest request, HttpServletResponse response)
			throws IOException, ServletException;

}
