package dev.headway.site;

import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * Found twice: the component scan finds it for the main context, and its entry in
 * {@code ManagementContextConfiguration.imports} adds it to the context of a management
 * server on a port of its own.
 */
@ManagementContextConfiguration(proxyBeanMethods = false)
class ActuatorHeadersConfiguration {

	@Bean
	static ActuatorHeaders actuatorHeaders() {
		return new ActuatorHeaders();
	}

}
