package dev.headway.site.start;

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

	/** The site's path; empty without a web server. */
	Optional<String> sitePath() {
		return port().map((port) -> contextPath() + "/");
	}

	/** The metrics' path on the site's server; empty if they are on another. */
	Optional<String> metricsPath() {
		return port().filter((port) -> !isManagementApart(port)).map((port) -> contextPath() + metricsOwnPath());
	}

	/** The metrics; empty where the site is. */
	Optional<URI> metrics() {
		return port().map(
				(port) -> isManagementApart(port) ? address(managementAddress(), managementPort(port), metricsOwnPath())
						: address(this.server.getAddress(), port, contextPath() + metricsOwnPath()));
	}

	private boolean isManagementApart(String port) {
		return !managementPort(port).equals(port);
	}

	private String managementPort(String port) {
		return this.environment.getProperty("local.management.port", port);
	}

	private String metricsOwnPath() {
		return this.environment.getProperty("management.endpoints.web.base-path", "/actuator") + "/prometheus";
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
