package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Has requests that were refused answered in front of everything else, so that nothing of
 * the application runs for them. Tomcat writes its access log for them as for all others.
 */
final class RefusalValve extends ValveBase {

	private static final String REFUSAL = Refusal.class.getName();

	private final RefusalHandler handler;

	RefusalValve(RefusalHandler handler) {
		super(true);
		this.handler = handler;
	}

	/** Has a request answered with a refusal. */
	static void mark(org.apache.coyote.Request request, org.apache.coyote.Response response, Refusal refusal) {
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		request.setAttribute(REFUSAL, refusal);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		Refusal refusal = refusal(request, response);
		if (refusal == null) {
			getNext().invoke(request, response);
			return;
		}
		response.setHeader("Retry-After", Long.toString(refusal.retryAfter().toSeconds()));
		response.setHeader("Cache-Control", "no-store");
		response.setHeader("X-Content-Type-Options", "nosniff");
		this.handler.refuse(refusal, request.getRequest(), response.getResponse());
	}

	private static @Nullable Refusal refusal(Request request, Response response) {
		return (response.getStatus() == HttpServletResponse.SC_SERVICE_UNAVAILABLE)
				? (Refusal) request.getCoyoteRequest().getAttribute(REFUSAL) : null;
	}

}
