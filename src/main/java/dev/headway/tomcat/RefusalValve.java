package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;

import dev.headway.site.ErrorPages;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests that were refused, in front of everything else, so that nothing of the
 * application runs for them. Tomcat writes its access log for them as for all others.
 */
final class RefusalValve extends ValveBase {

	private static final String RETRY_AFTER = RefusalValve.class.getName() + ".retryAfter";

	private final ErrorPages pages;

	RefusalValve(ErrorPages pages) {
		super(true);
		this.pages = pages;
	}

	/** Has a request answered with a refusal. */
	static void mark(org.apache.coyote.Request request, org.apache.coyote.Response response, Duration retryAfter) {
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		request.setAttribute(RETRY_AFTER, retryAfter);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		Duration retryAfter = retryAfter(request, response);
		if (retryAfter == null) {
			getNext().invoke(request, response);
			return;
		}
		response.setHeader("Retry-After", Long.toString(retryAfter.toSeconds()));
		this.pages.send(HttpServletResponse.SC_SERVICE_UNAVAILABLE, request, response);
	}

	private static @Nullable Duration retryAfter(Request request, Response response) {
		return (response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE)
				? (Duration) request.getCoyoteRequest().getAttribute(RETRY_AFTER) : null;
	}

}
