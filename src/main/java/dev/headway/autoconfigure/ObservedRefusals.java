package dev.headway.autoconfigure;

import java.util.Optional;
import java.util.function.Supplier;

import dev.headway.tomcat.Refusal;
import dev.headway.tomcat.RefusalHandler;
import dev.headway.tomcat.RefusalObserver;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Has refused requests observed as all others are: by Spring's own filter, so that its
 * settings and conventions hold for both, and both are counted under
 * {@code http.server.requests}. The time is that of the answer, without what the request
 * waited before. Thread-safe.
 */
final class ObservedRefusals implements RefusalObserver {

	private final Supplier<Optional<ServerHttpObservationFilter>> filter;

	/**
	 * Looks for the filter when the first request is refused: it needs what isn't there
	 * yet when the server is set up.
	 * @param filter observes all other requests; empty if they aren't observed
	 */
	ObservedRefusals(Supplier<Optional<ServerHttpObservationFilter>> filter) {
		this.filter = SingletonSupplier.of(filter);
	}

	@Override
	public RefusalHandler observe(RefusalHandler handler) {
		return (refusal, request, response) -> {
			ServerHttpObservationFilter present = this.filter.get().orElse(null);
			if (present == null) {
				handler.refuse(refusal, request, response);
				return;
			}
			present.doFilter(request, response, (observed, answer) -> {
				try {
					handler.refuse(refusal, request, response);
				}
				finally {
					// an error page of Spring MVC's would have left its own pattern
					name(refusal, observed);
				}
			});
		};
	}

	/** Spring MVC doesn't get to see it. */
	private static void name(Refusal refusal, ServletRequest observed) {
		ServerHttpObservationFilter.findObservationContext((HttpServletRequest) observed)
			.ifPresent((context) -> context.setPathPattern(refusal.pattern()));
	}

}
