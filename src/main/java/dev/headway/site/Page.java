package dev.headway.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * A page held in memory, ready to be sent: bytes, headers and entity tag are made once,
 * at start. Immutable.
 */
final class Page {

	private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

	private final byte[] body;

	private final String entityTag;

	private final String contentSecurityPolicy;

	private final LastAnswers lastAnswers;

	private Page(String html, LastAnswers lastAnswers) {
		this.lastAnswers = lastAnswers;
		this.body = html.getBytes(StandardCharsets.UTF_8);
		this.entityTag = "\"" + ContentHash.hex(html) + "\"";
		this.contentSecurityPolicy = "default-src 'none'; style-src " + styleSource(html)
				+ "; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
	}

	static Page of(String html, LastAnswers lastAnswers) {
		return new Page(html, lastAnswers);
	}

	/**
	 * Reads a page from {@code classpath:static}.
	 * @throws MissingPageException if it isn't there
	 */
	static String read(String name) {
		ClassPathResource resource = new ClassPathResource("static/" + name);
		try {
			return resource.getContentAsString(StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new MissingPageException("classpath:static/" + name, ex);
		}
	}

	/**
	 * Sends the page with status 200, or 304 without it to a client that has it already.
	 */
	void send(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (isConditional(request) && isKnown(request, response)) {
			return;
		}
		response.setHeader(HttpHeaders.ETAG, this.entityTag);
		send(HttpServletResponse.SC_OK, request, response);
	}

	private static boolean isConditional(HttpServletRequest request) {
		return request.getHeader(HttpHeaders.IF_NONE_MATCH) != null || request.getHeader(HttpHeaders.IF_MATCH) != null;
	}

	/** Whether the conditions have the page not sent; then that has been answered. */
	private boolean isKnown(HttpServletRequest request, HttpServletResponse response) {
		if ("*".equals(request.getHeader(HttpHeaders.IF_NONE_MATCH))) {
			// RFC 9110, 13.1.2: any representation will do; Spring doesn't know the
			// asterisk
			response.setHeader(HttpHeaders.ETAG, this.entityTag);
			response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
			return true;
		}
		return new ServletWebRequest(request, response).checkNotModified(this.entityTag);
	}

	/** Sends the page with another status. */
	void send(int status, HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setStatus(status);
		if (this.lastAnswers.haveBegun() && request.getProtocol().startsWith("HTTP/1")) {
			response.setHeader(HttpHeaders.CONNECTION, "close");
		}
		response.setContentType("text/html;charset=UTF-8");
		response.setContentLength(this.body.length);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", this.contentSecurityPolicy);
		if (!HttpMethod.HEAD.name().equals(request.getMethod())) {
			response.getOutputStream().write(this.body);
		}
	}

	/** The page's own style, by its hash, and no other. */
	private static String styleSource(String html) {
		Matcher style = STYLE.matcher(html);
		return style.find() ? ContentHash.source(style.group(1)) : "'none'";
	}

}
