package dev.headway.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.headway.actuate.ContentHash;
import dev.headway.tomcat.ServerStartException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;

/**
 * A page held in memory, ready to be sent: bytes, headers and entity tag are made once,
 * at start. Immutable.
 */
final class Page {

	private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

	private static final String CACHE_CONTROL = "no-cache";

	private final byte[] body;

	private final String entityTag;

	private final String contentSecurityPolicy;

	private Page(String html) {
		this.body = html.getBytes(StandardCharsets.UTF_8);
		this.entityTag = "\"" + ContentHash.hex(html) + "\"";
		this.contentSecurityPolicy = "default-src 'none'; style-src " + styleSource(html)
				+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
	}

	static Page of(String html) {
		return new Page(html);
	}

	/**
	 * Reads a page from {@code classpath:static}.
	 * @throws ServerStartException if it isn't there
	 */
	static String read(String name) {
		ClassPathResource resource = new ClassPathResource("static/" + name);
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new ServerStartException(
					"The page 'classpath:static/%s' is missing or can't be read.".formatted(name),
					"Put it back: pages are read once, at start, from src/main/resources/static or the jar's static folder.",
					ex);
		}
	}

	/** Evaluates the request's conditions for this page. */
	Precondition precondition(HttpServletRequest request) {
		return Precondition.of(request, this.entityTag);
	}

	/** Sends the page with status 200. */
	void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setHeader(HttpHeaders.ETAG, this.entityTag);
		send(HttpServletResponse.SC_OK, request, response);
	}

	/** Sends status 304: the client has the page already. */
	void sendNotModified(HttpServletResponse response) {
		response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
		response.setHeader(HttpHeaders.ETAG, this.entityTag);
		// RFC 9110, 15.4.5: the headers for caches that a 200 would have
		response.setHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
	}

	/** Sends the page with another status. */
	void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setStatus(status);
		response.setContentType("text/html;charset=UTF-8");
		response.setContentLength(this.body.length);
		response.setHeader(HttpHeaders.CACHE_CONTROL, CACHE_CONTROL);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", this.contentSecurityPolicy);
		if (!HttpMethod.HEAD.name().equals(request.getMethod())) {
			response.getOutputStream().write(this.body);
		}
	}

	/** Allows the page's own style by its hash, and no other. */
	private static String styleSource(String html) {
		Matcher style = STYLE.matcher(html);
		return style.find() ? ContentHash.source(style.group(1)) : "'none'";
	}

}
