package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/** Answers errors with a page, also those of requests that reach no application. */
@FunctionalInterface
public interface ErrorPageWriter {

	/**
	 * Sends the status and its page.
	 * @param status an error status, 400 to 599
	 * @param request the request that is answered
	 * @param response the answer, not yet committed
	 * @throws IOException if the client can't be written to
	 */
	void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException;

}
