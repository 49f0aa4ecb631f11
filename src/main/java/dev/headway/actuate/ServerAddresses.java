package dev.headway.actuate;

import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.web.server.Ssl;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.env.Environment;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The addresses of the running server's pages and metrics, for this machine and for a
 * board in a browser.
 * <p>
 * A browser opens at most six HTTP/1.1 connections to a host. Ten sleeps would block the
 * board that sent them, so it spreads them over both names of the loopback address, and
 * each name has to allow the other as an origin.
 */
public final class ServerAddresses {

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

	private final Environment environment;

	private final Supplier<ServerProperties> server;

	/**
	 * Makes the addresses of a server that may start later.
	 * @param environment has the ports once the server has started
	 * @param server the server's settings
	 */
	public ServerAddresses(Environment environment, Supplier<ServerProperties> server) {
		this.environment = environment;
		this.server = server;
	}

	/**
	 * The pages.
	 * @return their address, with a slash at the end; empty without a web server, as in
	 * some tests
	 */
	public Optional<URI> pages() {
		return port().map((port) -> address(this.server.get().getAddress(), port, contextPath() + "/"));
	}

	/**
	 * The pages' path.
	 * @return the path, with a slash at the end; empty without a web server
	 */
	public Optional<String> pagesPath() {
		return port().map((port) -> contextPath() + "/");
	}

	/**
	 * The metrics.
	 * @return their address; empty without a web server
	 */
	public Optional<URI> metrics() {
		return port()
			.map((port) -> isShared() ? address(this.server.get().getAddress(), port, contextPath() + metricsOwnPath())
					: address(managementAddress(), managementPort(), metricsOwnPath()));
	}

	/**
	 * The metrics' path on the pages' server.
	 * @return the path; empty if they are on another
	 */
	public Optional<String> metricsPath() {
		return port().filter((port) -> isShared()).map((port) -> contextPath() + metricsOwnPath());
	}

	/** The address of the pages, as seen from a board on this or another port. */
	String pages(HttpServletRequest board) {
		String path = contextPath() + "/";
		return isShared() ? path : origin(board.getScheme(), board.getServerName(), mainPort()) + path;
	}

	/**
	 * The addresses that a board must be allowed to connect to in addition to its own.
	 */
	Set<String> connectSources(HttpServletRequest board) {
		Set<String> sources = new TreeSet<>();
		for (String host : siblings(board.getServerName())) {
			sources.add(origin(board.getScheme(), host, mainPort()));
		}
		return sources;
	}

	/**
	 * Whether the origin is that of a board of this server, under the name that the
	 * request uses for the server. The whole origin is compared, in the form that
	 * browsers send.
	 */
	boolean isBoard(String origin, HttpServletRequest request) {
		return siblings(request.getServerName()).stream()
			.flatMap((host) -> IntStream.of(mainPort(), managementPort())
				.mapToObj((port) -> origin(request.getScheme(), host, port)))
			.anyMatch(origin::equals);
	}

	private static Set<String> siblings(String name) {
		String host = name.toLowerCase(Locale.ROOT);
		return LOOPBACK.contains(host) ? LOOPBACK : Set.of(host);
	}

	private static String origin(String scheme, String host, int port) {
		boolean isDefault = port == (scheme.equals("https") ? 443 : 80);
		return scheme + "://" + host + (isDefault ? "" : ":" + port);
	}

	private boolean isShared() {
		return mainPort() == managementPort();
	}

	private Optional<Integer> port() {
		return Optional.of(mainPort()).filter((port) -> port > 0);
	}

	private int mainPort() {
		return this.environment.getProperty("local.server.port", Integer.class, -1);
	}

	private int managementPort() {
		return this.environment.getProperty("local.management.port", Integer.class, mainPort());
	}

	private String contextPath() {
		return this.environment.getProperty("server.servlet.context-path", "");
	}

	private String metricsOwnPath() {
		return this.environment.getProperty("management.endpoints.web.base-path", "/actuator") + "/prometheus";
	}

	private @Nullable InetAddress managementAddress() {
		return this.environment.getProperty("management.server.address", InetAddress.class);
	}

	private URI address(@Nullable InetAddress address, int port, String path) {
		return UriComponentsBuilder.newInstance()
			.scheme(Ssl.isEnabled(this.server.get().getSsl()) ? "https" : "http")
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
