package dev.headway.site.start;

import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets a management server on a port of its own listen on the main server's address,
 * unless another one is configured. Spring Boot's default is all networks of the machine.
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
