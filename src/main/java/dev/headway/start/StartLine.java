package dev.headway.start;

import java.net.InetAddress;
import java.util.Optional;

import dev.headway.worker.endpoint.ModelDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Says at start where the server is, with how many workers, and where its metrics are.
 */
@Component
class StartLine implements ApplicationListener<ApplicationReadyEvent> {

	private static final Log logger = LogFactory.getLog(StartLine.class);

	private final ServerProperties server;

	private final ModelDescriptor model;

	private final Environment environment;

	StartLine(ServerProperties server, ModelDescriptor model, Environment environment) {
		this.server = server;
		this.model = model;
		this.environment = environment;
	}

	@Override
	public void onApplicationEvent(ApplicationReadyEvent event) {
		String port = this.environment.getProperty("local.server.port");
		if (port == null) {
			// no web server, as in a test with a mocked one
			return;
		}
		String contextPath = this.environment.getProperty("server.servlet.context-path", "");
		String base = this.environment.getProperty("management.endpoints.web.base-path", "/actuator");
		String managementPort = this.environment.getProperty("local.management.port", port);
		boolean shared = managementPort.equals(port);
		String site = url(this.server.getAddress(), port, contextPath + "/");
		String metrics = shared ? url(this.server.getAddress(), port, contextPath + base + "/prometheus")
				: url(managementAddress().orElse(null), managementPort, base + "/prometheus");
		logger.info("Serving " + site + " with " + this.model.threads() + "; metrics at " + metrics);
	}

	private Optional<InetAddress> managementAddress() {
		return Optional.ofNullable(this.environment.getProperty("management.server.address", InetAddress.class));
	}

	private String url(@Nullable InetAddress address, String port, String path) {
		return UriComponentsBuilder.newInstance()
			.scheme(Ssl.isEnabled(this.server.getSsl()) ? "https" : "http")
			.host(host(address))
			.port(port)
			.path(path)
			.toUriString();
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		String literal = address.getHostAddress();
		return literal.contains(":") ? "[" + literal + "]" : literal;
	}

}
