package dev.headway.tomcat;

import java.io.IOException;
import java.util.List;

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
public final class RefusalValve extends ValveBase {

	private static final String REFUSAL = Refusal.class.getName();

	private final RefusalHandler handler;

	/**
	 * Makes the valve.
	 * @param handler answers refused requests; with none, they are answered with a
	 * problem or a line of text
	 * @param observers watch how
	 * @return the valve
	 */
	public static RefusalValve of(@Nullable RefusalHandler handler, List<RefusalObserver> observers) {
		RefusalHandler watched = (handler != null) ? handler : new NegotiatedRefusal();
		for (RefusalObserver observer : observers) {
			watched = observer.observe(watched);
		}
		return new RefusalValve(watched);
	}

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
