package dev.headway.start;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has a management server on a port of its own listen where the main one does, unless
 * told otherwise. By itself Spring Boot would open it to every network that the machine
 * is in.
 */
final class ManagementAddress implements EnvironmentPostProcessor, Ordered {

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		String port = environment.getProperty("management.server.port");
		String address = environment.getProperty("server.address");
		if (port != null && address != null && !port.equals(environment.getProperty("server.port"))) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("managementAddress", Map.of("management.server.address", address)));
		}
	}

	/** After the configuration files were read. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

}
