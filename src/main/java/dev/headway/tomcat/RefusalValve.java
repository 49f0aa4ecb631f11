package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.jspecify.annotations.Nullable;

/**
 * Answers refused requests before all other valves, so that nothing of the application
 * runs for them. Tomcat's access log has them like all others. Requests whose bodies
 * haven't arrived get their error page, and are observed like refusals, because the
 * application's filters don't see them.
 */
public final class RefusalValve extends ValveBase {

	private static final String REFUSAL = Refusal.class.getName();

	private static final String MISSING_BODY = REFUSAL + ".MISSING_BODY";

	/** Not sent to clients: a request without its body may be repeated at once. */
	private static final Duration AT_ONCE = Duration.ofSeconds(1);

	private final RefusalHandler handler;

	private final List<RefusalObserver> observers;

	/**
	 * Makes the valve.
	 * @param handler answers refused requests; with none, they are answered with a
	 * problem or a line of text
	 * @param observers observe the answers
	 * @return the valve
	 */
	public static RefusalValve of(@Nullable RefusalHandler handler, List<RefusalObserver> observers) {
		return new RefusalValve((handler != null) ? handler : new NegotiatedRefusal(), observers);
	}

	private RefusalValve(RefusalHandler handler, List<RefusalObserver> observers) {
		super(true);
		this.observers = List.copyOf(observers);
		this.handler = observed(handler);
	}

	private RefusalHandler observed(RefusalHandler unobserved) {
		RefusalHandler watched = unobserved;
		for (RefusalObserver observer : this.observers) {
			watched = observer.observe(watched);
		}
		return watched;
	}

	/** Marks a request as refused. */
	static void mark(org.apache.coyote.Request request, org.apache.coyote.Response response, Refusal refusal) {
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		request.setAttribute(REFUSAL, refusal);
	}

	/** Marks a request as in error because its body hasn't arrived. */
	static void markMissingBody(org.apache.coyote.Request request) {
		request.setAttribute(MISSING_BODY, new Refusal(AT_ONCE, null));
	}

	/** Sets the mapping's pattern of such a request; no effect on others. */
	static void nameMissingBody(org.apache.coyote.Request request, Supplier<@Nullable String> pattern) {
		if (request.getAttribute(MISSING_BODY) != null) {
			request.setAttribute(MISSING_BODY, new Refusal(AT_ONCE, pattern.get()));
		}
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (response.getStatus() < HttpServletResponse.SC_BAD_REQUEST) {
			getNext().invoke(request, response);
			return;
		}
		Refusal missingBody = (Refusal) request.getCoyoteRequest().getAttribute(MISSING_BODY);
		Refusal refusal = refusal(request, response);
		if (missingBody != null) {
			observed((told, itself, answer) -> getNext().invoke(request, response)).refuse(missingBody,
					request.getRequest(), response.getResponse());
		}
		else if (refusal != null) {
			answer(refusal, request, response);
		}
		else {
			getNext().invoke(request, response);
		}
	}

	private void answer(Refusal refusal, Request request, Response response) throws IOException, ServletException {
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
