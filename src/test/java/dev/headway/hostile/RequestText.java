package dev.headway.hostile;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Requests as text. They are well-formed except for the given lines, which stand between
 * correct ones.
 */
final class RequestText {

	/**
	 * A request hidden in other requests: if it is answered, there is one response too
	 * many.
	 */
	static final String HIDDEN = "GET /hidden HTTP/1.1\r\nHost: headway\r\n\r\n";

	private RequestText() {
	}

	static String line(String requestLine) {
		return requestLine + "\r\nHost: headway\r\n\r\n";
	}

	static String target(String target) {
		return line("GET " + target + " HTTP/1.1");
	}

	/**
	 * A request for the first page with these header lines and no other, not even Host.
	 */
	static String bareHeaders(String... lines) {
		return "GET / HTTP/1.1\r\n" + lines(lines) + "\r\n";
	}

	static String headers(String... lines) {
		return line("GET / HTTP/1.1\r\n" + lines(lines) + "X-Last: yes");
	}

	/** A request with content, and another one after it. */
	static String post(String content, String... lines) {
		return line("POST / HTTP/1.1\r\n" + lines(lines) + "X-Last: yes") + content + HIDDEN;
	}

	static String chunked(String content) {
		return post(content, "Transfer-Encoding: chunked");
	}

	private static String lines(String... lines) {
		return Stream.of(lines).map((line) -> line + "\r\n").collect(Collectors.joining());
	}

}
