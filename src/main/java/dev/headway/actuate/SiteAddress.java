package dev.headway.actuate;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.core.env.Environment;

/**
 * Where the pages are, as the board sees them, and which boards may ask for them.
 * <p>
 * A browser opens six HTTP/1.1 connections to a host at most. So that ten sleeps don't
 * hold up the board that sent them, it spreads them over both names of the loopback
 * address, and each must let the other in.
 */
public final class SiteAddress {

	private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

	private final Environment environment;

	private final AllowedHosts hosts;

	/**
	 * Makes the address.
	 * @param environment knows the ports
	 * @param hosts the names by which the board may be called
	 */
	public SiteAddress(Environment environment, AllowedHosts hosts) {
		this.environment = environment;
		this.hosts = hosts;
	}

	/** The address of the pages, as seen from a board on this or another port. */
	String of(HttpServletRequest board) {
		String path = this.environment.getProperty("server.servlet.context-path", "") + "/";
		return isShared() ? path : origin(board.getScheme(), board.getServerName(), mainPort()) + path;
	}

	/** What a board must be allowed to connect to beside its own address. */
	Set<String> connectSources(HttpServletRequest board) {
		Set<String> sources = new TreeSet<>();
		for (String host : siblings(board.getServerName())) {
			sources.add(origin(board.getScheme(), host, mainPort()));
		}
		return sources;
	}

	/**
	 * Whether a page of that origin is a board of this server, called by the name by
	 * which the request calls it. An origin is compared as a whole, as browsers write it.
	 */
	boolean isBoard(String origin, HttpServletRequest request) {
		return this.hosts.allow(request) && siblings(request.getServerName()).stream()
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

	private int mainPort() {
		return this.environment.getProperty("local.server.port", Integer.class, -1);
	}

	private int managementPort() {
		return this.environment.getProperty("local.management.port", Integer.class, mainPort());
	}

}
