package dev.headway.start;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;
import org.springframework.web.util.UriComponentsBuilder;

/** Where the running server is, as seen from this machine. */
@Component
final class Addresses {

	private final ServerProperties server;

	private final Environment environment;

	Addresses(ServerProperties server, Environment environment) {
		this.server = server;
		this.environment = environment;
	}

	/**
	 * The site, with a slash at the end; empty without a web server, as in some tests.
	 */
	Optional<URI> site() {
		return port().map((port) -> address(this.server.getAddress(), port, contextPath() + "/"));
	}

	/** The metrics; empty where the site is. */
	Optional<URI> metrics() {
		String path = this.environment.getProperty("management.endpoints.web.base-path", "/actuator") + "/prometheus";
		return port().map((port) -> {
			String managementPort = this.environment.getProperty("local.management.port", port);
			return managementPort.equals(port) ? address(this.server.getAddress(), port, contextPath() + path)
					: address(managementAddress(), managementPort, path);
		});
	}

	private Optional<String> port() {
		return Optional.ofNullable(this.environment.getProperty("local.server.port"));
	}

	private String contextPath() {
		return this.environment.getProperty("server.servlet.context-path", "");
	}

	private @Nullable InetAddress managementAddress() {
		return this.environment.getProperty("management.server.address", InetAddress.class);
	}

	private URI address(@Nullable InetAddress address, String port, String path) {
		return UriComponentsBuilder.newInstance()
			.scheme(Ssl.isEnabled(this.server.getSsl()) ? "https" : "http")
			.host(host(address))
			.port(port)
			.path(path)
			.build()
			.toUri();
	}

	private static String host(@Nullable InetAddress address) {
		if (address == null || address.isAnyLocalAddress()) {
			return "localhost";
		}
		String literal = address.getHostAddress();
		return literal.contains(":") ? "[" + literal + "]" : literal;
	}

}
