package dev.headway.actuate;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Decides whether a request calls this server by a name that is its own, before it is
 * shown what other clients have asked for. Immutable.
 * <p>
 * Against DNS rebinding: any web site can have its name resolve to this server's address,
 * and its scripts then count as ours for the browser of whoever visits it. The name in
 * the Host header gives them away. An address can't be rebound, and browsers never leave
 * the header out; so addresses are let in, and requests of HTTP/1.0 without it.
 */
public final class AllowedHosts {

	/** RFC 6761: these always lead to the machine itself. */
	private static final Pattern LOCALHOST = Pattern.compile("(.+\\.)?localhost");

	/** Browsers write every IPv4 address like this, whatever their user wrote. */
	private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[.*]");

	private static final Pattern PORT = Pattern.compile(":\\d*$");

	private final Set<String> names;

	AllowedHosts(Set<String> names) {
		this.names = names.stream()
			.map(AllowedHosts::normalize)
			.filter((name) -> !name.isEmpty())
			.collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * Those that the configuration names.
	 * @param environment says where the server listens
	 * @param more further names, without scheme or port
	 * @return the names by which the server may be called
	 */
	public static AllowedHosts in(Environment environment, Collection<String> more) {
		Stream<String> listening = Stream.of("server.address", "management.server.address")
			.map((property) -> environment.getProperty(property, ""));
		return new AllowedHosts(Stream.concat(listening, more.stream()).collect(Collectors.toSet()));
	}

	/**
	 * Whether the request that this thread serves may see what other clients have asked
	 * for.
	 * @return false if it calls the server by a foreign name; true without a request
	 */
	public boolean allowCurrentRequest() {
		return !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)
				|| allow(web.getRequest());
	}

	/**
	 * Holds both names against the list: what the client has written, since scripts can
	 * add an X-Forwarded-Host but no Host of their own, and what the request's name is if
	 * proxies are believed (server.forward-headers-strategy).
	 */
	boolean allow(HttpServletRequest request) {
		String written = request.getHeader(HttpHeaders.HOST);
		if (isBlank(written)) {
			// HTTP/2 has :authority in its place, which Tomcat makes the server's name
			return request.getProtocol().startsWith("HTTP/1") || allow(request.getServerName());
		}
		return allow(PORT.matcher(written).replaceFirst("")) && allow(request.getServerName());
	}

	private static boolean isBlank(@Nullable String text) {
		return text == null || text.isBlank();
	}

	private boolean allow(String host) {
		String name = normalize(host);
		return this.names.contains(name) || LOCALHOST.matcher(name).matches() || ADDRESS.matcher(name).matches();
	}

	/** Upper case and the dot of the root make no other name. */
	private static String normalize(String host) {
		String name = host.strip().toLowerCase(Locale.ROOT);
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
