package dev.headway.admission;

import java.io.IOException;

import dev.headway.admission.Ticket.State;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.AsyncHandlerInterceptor;
import org.springframework.web.servlet.HandlerMapping;

/**
 * Carries out what {@link Admission} decides: lets a request through to its handler,
 * suspends it and brings it back, or refuses it.
 * <p>
 * A suspended request comes back as a dispatch, and so passes here again, with its ticket
 * as an attribute.
 */
final class AdmissionInterceptor implements AsyncHandlerInterceptor {

	private static final String TICKET = AdmissionInterceptor.class.getName() + ".ticket";

	private final Admission admission;

	private final DeclaredPaces paces;

	private final Refusal refusal;

	AdmissionInterceptor(Admission admission, DeclaredPaces paces, Refusal refusal) {
		this.admission = admission;
		this.paces = paces;
		this.refusal = refusal;
	}

	@Override
	public boolean preHandle(HttpServletRequest request, HttpServletResponse response, Object handler)
			throws IOException {
		Ticket ticket = (Ticket) request.getAttribute(TICKET);
		if (ticket == null) {
			ticket = this.admission.enter(key(request, handler),
					this.paces.find(request.getMethod(), request.getRequestURI(), handler));
			request.setAttribute(TICKET, ticket);
		}
		return switch (ticket.state()) {
			case RUNNING, LEFT -> {
				this.admission.started(ticket);
				yield true;
			}
			case REFUSED -> {
				this.refusal.send(this.admission.retryAfter(), request, response);
				yield false;
			}
			case WAITING -> {
				suspend(request, ticket);
				yield false;
			}
		};
	}

	private static HandlerKey key(HttpServletRequest request, Object handler) {
		if (request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE) instanceof String pattern) {
			return new HandlerKey(request.getMethod(), pattern);
		}
		return new HandlerKey(request.getMethod(), (handler instanceof HandlerMethod method)
				? method.getMethod().getName() : handler.getClass().getName());
	}

	private void suspend(HttpServletRequest request, Ticket ticket) {
		AsyncContext suspended = request.startAsync();
		// the waiting room has a clock of its own
		suspended.setTimeout(0);
		suspended.addListener(new Leaving(this.admission, ticket));
		this.admission.whenDecided(ticket, () -> resume(suspended, ticket));
	}

	private void resume(AsyncContext suspended, Ticket ticket) {
		try {
			suspended.dispatch();
		}
		catch (IllegalStateException ex) {
			// the client has gone in the meantime, and the request with it
			this.admission.leave(ticket, Outcome.ABORTED);
		}
	}

	@Override
	public void afterConcurrentHandlingStarted(HttpServletRequest request, HttpServletResponse response,
			Object handler) {
		leave(request, Outcome.SERVED);
	}

	@Override
	public void afterCompletion(HttpServletRequest request, HttpServletResponse response, Object handler,
			@Nullable Exception ex) {
		leave(request, (ex == null) ? Outcome.SERVED : Outcome.FAILED);
	}

	private void leave(HttpServletRequest request, Outcome outcome) {
		Ticket ticket = (Ticket) request.getAttribute(TICKET);
		if (ticket != null && ticket.state() != State.LEFT) {
			this.admission.leave(ticket, outcome);
		}
	}

	/** Leaves for requests that end without coming back. */
	private record Leaving(Admission admission, Ticket ticket) implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			this.admission.leave(this.ticket, Outcome.ABORTED);
		}

		@Override
		public void onError(AsyncEvent event) {
			this.admission.leave(this.ticket, Outcome.ABORTED);
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			this.admission.leave(this.ticket, Outcome.ABORTED);
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// the handler suspends the request for reasons of its own
		}

	}

}
