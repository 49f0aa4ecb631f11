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
 * Observes refused requests as all others: by Spring's own filter, so that its settings
 * and conventions hold for both, and both are counted under {@code http.server.requests}.
 * The time is that of the answer, without the wait before. Thread-safe.
 */
final class ObservedRefusals implements RefusalObserver {

	private final Supplier<Optional<ServerHttpObservationFilter>> filter;

	/**
	 * Looks the filter up at the first refusal: when the server is set up, the filter
	 * can't be made yet.
	 * @param filter the filter that observes all other requests; empty if they aren't
	 * observed
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
					// an error page of Spring MVC would have set its own pattern
					name(refusal, observed);
				}
			});
		};
	}

	/** Spring MVC never sees the request, so it can't set the pattern. */
	private static void name(Refusal refusal, ServletRequest observed) {
		ServerHttpObservationFilter.findObservationContext((HttpServletRequest) observed)
			.ifPresent((context) -> context.setPathPattern(refusal.pattern()));
	}

}
