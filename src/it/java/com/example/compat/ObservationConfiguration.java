package com.example.compat;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.ObservationFilter;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.http.server.observation.ServerRequestObservationConvention;

/** Adds two tags to observations. */
@Configuration(proxyBeanMethods = false)
class ObservationConfiguration {

	@Bean
	ServerRequestObservationConvention tenantConvention() {
		return new DefaultServerRequestObservationConvention() {
			@Override
			public KeyValues getLowCardinalityKeyValues(ServerRequestObservationContext context) {
				String tenant = context.getCarrier().getHeader("X-Tenant");
				return super.getLowCardinalityKeyValues(context)
					.and(KeyValue.of("tenant", (tenant != null) ? tenant : "none"));
			}
		};
	}

	@Bean
	ObservationFilter regionFilter() {
		return (context) -> context.addLowCardinalityKeyValue(KeyValue.of("region", "north"));
	}

}
