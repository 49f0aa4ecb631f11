package dev.headway.site.observation;

import dev.headway.tomcat.InternalConnector;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/**
 * Times requests at a low cost. With Micrometer Tracing on the class path Spring Boot's
 * own configuration stays, since traces need more of a request than its timer.
 */
@Configuration(proxyBeanMethods = false)
@ConditionalOnMissingClass("io.micrometer.tracing.Tracer")
class ObservationConfiguration {

	/**
	 * Ordered before Micrometer's own handler, which handles all remaining observations.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	RequestTimers requestTimers(MeterRegistry registry, InternalConnector internal) {
		return new RequestTimers(registry, internal::received);
	}

	@Bean
	ServerRequestObservationConvention requestName(ObservationProperties properties) {
		return new NameOnly(properties.getHttp().getServer().getRequests().getName());
	}

	/** Leaves the tags to {@link RequestTimers}. */
	static final class NameOnly extends DefaultServerRequestObservationConvention {

		NameOnly(String name) {
			super(name);
		}

		@Override
		public @Nullable String getContextualName(ServerRequestObservationContext context) {
			return null;
		}

		@Override
		public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
			return KeyValues.empty();
		}

		@Override
		public KeyValues getHighCardinalityKeyValues(ServerRequestObservationContext context) {
			return KeyValues.empty();
		}

	}

}
