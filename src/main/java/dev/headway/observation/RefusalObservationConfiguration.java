package dev.headway.observation;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.filter.ServerHttpObservationFilter;

/** Has refused requests observed, if others are. */
@Configuration(proxyBeanMethods = false)
class RefusalObservationConfiguration {

	@Bean
	ObservedRefusals observedRefusals(
			ObjectProvider<FilterRegistrationBean<ServerHttpObservationFilter>> registrations) {
		return new ObservedRefusals(() -> registrations.stream()
			.filter(FilterRegistrationBean::isEnabled)
			.map(FilterRegistrationBean::getFilter)
			.findFirst());
	}

}
