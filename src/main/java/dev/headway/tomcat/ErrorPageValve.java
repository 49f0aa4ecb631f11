package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * Writes the error page of every request that ended in an error without one: refused by
 * the connector, failed in a handler, or unknown to an endpoint.
 * <p>
 * Tomcat itself refuses two methods, TRACE with 405 and CONNECT with 501. Here an unknown
 * method is treated like an unknown path, so both become 404.
 */
final class ErrorPageValve extends ErrorReportValve {

	private static final Log logger = LogFactory.getLog(ErrorPageValve.class);

	private final ErrorPageWriter pages;

	ErrorPageValve(ErrorPageWriter pages) {
		this.pages = pages;
	}

	@Override
	protected void report(Request request, Response response, @Nullable Throwable throwable) {
		int status = response.getStatus();
		if (status < HttpServletResponse.SC_BAD_REQUEST || response.getContentWritten() > 0
				|| !response.setErrorReported()) {
			return;
		}
		try {
			response.resetBuffer(true);
			if (Method.TRACE.equals(request.getMethod()) || Method.CONNECT.equals(request.getMethod())) {
				response.reset();
				status = HttpServletResponse.SC_NOT_FOUND;
			}
			this.pages.send(status, request, response);
			response.finishResponse();
		}
		catch (IOException ex) {
			logger.debug("The client didn't take its error page", ex);
		}
	}

}
