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
 * Decides whether a request calls this server by one of the server's own names. Only then
 * may it see what other clients have requested. Immutable.
 * <p>
 * This prevents DNS rebinding: any web site can make its name resolve to this server's
 * address, and a visitor's browser then treats the site's scripts as this server's own.
 * The name in the Host header reveals them. Addresses are allowed, because they can't be
 * rebound. HTTP/1.0 requests without the header are allowed, because browsers always send
 * it.
 */
public final class AllowedHosts {

	/** RFC 6761: these names always resolve to the machine itself. */
	private static final Pattern LOCALHOST = Pattern.compile("(.+\\.)?localhost");

	/**
	 * Browsers write every IPv4 address in this form, even if their user wrote another
	 * one.
	 */
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
	 * The names in the configuration.
	 * @param environment has the addresses that the server listens on
	 * @param more further names, without scheme or port
	 * @return the names by which the server may be called
	 */
	public static AllowedHosts in(Environment environment, Collection<String> more) {
		Stream<String> listening = Stream.of("server.address", "management.server.address")
			.map((property) -> environment.getProperty(property, ""));
		return new AllowedHosts(Stream.concat(listening, more.stream()).collect(Collectors.toSet()));
	}

	/**
	 * Whether the request that this thread serves may see what other clients have
	 * requested.
	 * @return false if it calls the server by a foreign name; true without a request
	 */
	public boolean allowCurrentRequest() {
		return !(RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes web)
				|| allow(web.getRequest());
	}

	/**
	 * Checks two names: the Host header as the client sent it, since scripts can set
	 * X-Forwarded-Host but not Host, and the request's server name, which comes from a
	 * proxy if proxies are trusted (server.forward-headers-strategy).
	 */
	boolean allow(HttpServletRequest request) {
		String written = request.getHeader(HttpHeaders.HOST);
		if (isBlank(written)) {
			// HTTP/2 has :authority instead, which Tomcat uses as the server's name
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

	/** Upper case and a dot at the end don't change a name. */
	private static String normalize(String host) {
		String name = host.strip().toLowerCase(Locale.ROOT);
		return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
	}

}
