package dev.headway.site.start;

import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Has a management server on a port of its own listen where the main one does, unless
 * told otherwise. By itself Spring Boot would open it to every network that the machine
 * is in.
 */
public final class ManagementAddress implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	/** After the configuration files were read. */
	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		ConfigurableEnvironment environment = event.getEnvironment();
		String port = environment.getProperty("management.server.port");
		String address = environment.getProperty("server.address");
		if (port != null && address != null && !port.equals(environment.getProperty("server.port"))) {
			environment.getPropertySources()
				.addLast(new MapPropertySource("managementAddress", Map.of("management.server.address", address)));
		}
	}

}
