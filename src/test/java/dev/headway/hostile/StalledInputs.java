package dev.headway.hostile;

import java.util.List;
import java.util.stream.Stream;

/**
 * Requests that stop somewhere: in the head, in a chunk's head, in a body, in a trailer.
 * Each is the text that a client sends before it stops.
 */
final class StalledInputs {

	private static final List<String> TARGETS = List.of("/", "/sleep", "/nope", "/actuator/health",
			"/actuator/prometheus", "/actuator/workers");

	/** Places where a chunked body can stop, and malformed ones. */
	private static final List<String> CHUNKS = List.of("", "1", "1\r", "1;ab", "1;a=\"b", "0", "0\r", "0\r\n", "5\r\n",
			"5\r\nab", "5\r\nabcde", "5\r\nabcde\r", "5\r\nabcde\r\n", "0\r\nA", "0\r\nA: b", "0\r\nA: b\r\n",
			"0\r\nA: b\r\n\r", "zz", "5\r\nabcdeX", "ffffffff\r\nab");

	private static final List<String> HEADS = List.of("G", "GET", "GET /", "GET / HTTP/1.1", "GET / HTTP/1.1\r",
			"GET / HTTP/1.1\r\n", "GET / HTTP/1.1\r\nHo", "GET / HTTP/1.1\r\nHost: a\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\n\r", "\r\n", "\r\n\r\n\r", "PRI * HTTP/2.0\r\n",
			"PRI * HTTP/2.0\r\n\r\nSM\r");

	private StalledInputs() {
	}

	static Stream<String> all() {
		return Stream.of(HEADS.stream(), chunked(), withLength(), methods(), expecting(), odd(), http10(), pipelined())
			.flatMap((inputs) -> inputs);
	}

	/** Some of each kind, for tests in which each case takes longer. */
	static Stream<String> some() {
		return Stream.concat(HEADS.stream().limit(6),
				Stream.of("/", "/sleep", "/actuator/health")
					.flatMap((target) -> Stream.of("", "1", "1;ab", "0\r\n", "5\r\nab", "0\r\nA: b")
						.map((body) -> head("POST", target, "Transfer-Encoding: chunked") + body)));
	}

	private static Stream<String> chunked() {
		return TARGETS.stream()
			.flatMap((target) -> CHUNKS.stream()
				.map((body) -> head(target.startsWith("/actuator") ? "GET" : "POST", target,
						"Transfer-Encoding: chunked", "Content-Type: application/json") + body));
	}

	private static Stream<String> withLength() {
		return TARGETS.stream()
			.flatMap((target) -> Stream.of("", "{")
				.map((body) -> head("GET", target, "Content-Length: 100", "Content-Type: application/json") + body));
	}

	private static Stream<String> methods() {
		return Stream.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "CONNECT")
			.map((method) -> head(method, "/", "Transfer-Encoding: chunked") + "1");
	}

	private static Stream<String> expecting() {
		return TARGETS.stream()
			.flatMap((target) -> Stream.of("Transfer-Encoding: chunked", "Content-Length: 100")
				.map((framing) -> head("POST", target, framing, "Expect: 100-continue") + "1"));
	}

	private static Stream<String> odd() {
		return Stream.of(head("POST", "/", "Content-Length: 5", "Transfer-Encoding: chunked") + "1",
				head("POST", "/", "Transfer-Encoding: chunked", "Connection: close") + "1",
				head("POST", "/", "Transfer-Encoding: chunked", "Connection: Upgrade", "Upgrade: h2c",
						"HTTP2-Settings: AAMAAABkAAQAAP__") + "1",
				head("POST", "/", "Content-Type: application/x-www-form-urlencoded", "Content-Length: 100") + "a=",
				head("POST", "/", "Content-Type: multipart/form-data; boundary=b", "Content-Length: 100") + "--b\r",
				head("GET", "/actuator;a/prometheus", "Content-Length: 100") + "x",
				head("GET", "/%61ctuator/health", "Transfer-Encoding: chunked") + "1");
	}

	private static Stream<String> http10() {
		return TARGETS.stream()
			.map((target) -> "POST " + target
					+ " HTTP/1.0\r\nContent-Type: text/plain\r\nContent-Length: 100\r\n\r\nab");
	}

	private static Stream<String> pipelined() {
		return Stream.of("", "1", "0\r\n")
			.map((body) -> head("GET", "/") + head("POST", "/", "Transfer-Encoding: chunked") + body);
	}

	private static String head(String method, String target, String... headers) {
		StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: a\r\n".formatted(method, target));
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		return head.append("\r\n").toString();
	}

}
