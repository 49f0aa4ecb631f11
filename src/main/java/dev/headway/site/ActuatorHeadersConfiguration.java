package dev.headway.site;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Found twice: by the scan for the main context, and by its entry in
 * {@code ManagementContextConfiguration.imports} for that of a management server on a
 * port of its own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ActuatorHeadersConfiguration {

	@Bean
	static ActuatorHeaders actuatorHeaders() {
		return new ActuatorHeaders();
	}

}
