package dev.headway.hostile;

import java.util.Collections;
import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.RequestText.bareHeaders;
import static dev.headway.hostile.RequestText.headers;

/** Host, names and values of headers, their number and size. RFC 9112, 3.2 and 5. */
final class HeaderCases {

	private HeaderCases() {
	}

	static Stream<Case> cases() {
		return Stream.of(hosts(), names(), values(), sizes()).flatMap((cases) -> cases);
	}

	private static Stream<Case> hosts() {
		return Stream.of(new Case("no Host", bareHeaders(), refusal(400)),
				new Case("no Host with TRACE", "TRACE / HTTP/1.1\r\n\r\n", refusal(400)),
				new Case("no Host with CONNECT", "CONNECT headway:80 HTTP/1.1\r\n\r\n", refusal(400)),
				new Case("no Host with OPTIONS *", "OPTIONS * HTTP/1.1\r\n\r\n", refusal(400)),
				new Case("no Host in HTTP/1.0, which has none", "GET / HTTP/1.0\r\n\r\n", refusal(200)),
				new Case("two Hosts", bareHeaders("Host: one", "Host: two"), refusal(400)),
				new Case("two equal Hosts", bareHeaders("Host: one", "host: one"), refusal(400)),
				new Case("two Hosts in HTTP/1.0", "GET / HTTP/1.0\r\nHost: one\r\nHost: two\r\n\r\n", refusal(400)),
				new Case("empty Host: there is one site only (RFC 9112, 3.3)", bareHeaders("Host:"), answer(200)),
				new Case("blank in Host", bareHeaders("Host: one two"), refusal(400)),
				new Case("path in Host", bareHeaders("Host: one/two"), refusal(400)),
				new Case("userinfo in Host", bareHeaders("Host: user@one"), refusal(400)),
				new Case("two names in Host", bareHeaders("Host: one,two"), refusal(400)),
				new Case("markup in Host", bareHeaders("Host: <b>"), refusal(400)),
				new Case("byte over 127 in Host", bareHeaders("Host: \u00ff"), refusal(400)),
				new Case("letters for a port", bareHeaders("Host: one:two"), refusal(400)),
				new Case("negative port", bareHeaders("Host: one:-1"), refusal(400)),
				new Case("port beyond numbers", bareHeaders("Host: one:99999999999"), refusal(400)),
				new Case("IPv6 address left open", bareHeaders("Host: [::1"), refusal(400)),
				new Case("IPv6 address that is none", bareHeaders("Host: [host]"), refusal(400)));
	}

	private static Stream<Case> names() {
		return Stream.of(new Case("blank before the colon", headers("X-A : b"), refusal(400)),
				new Case("tab before the colon", headers("X-A\t: b"), refusal(400)),
				new Case("blank in the name", headers("X A: b"), refusal(400)),
				new Case("empty name", headers(": b"), refusal(400)),
				new Case("no colon", headers("X-A"), refusal(400)),
				new Case("NUL in the name", headers("X\0A: b"), refusal(400)),
				new Case("control character in the name", headers("X\u0001A: b"), refusal(400)),
				new Case("byte over 127 in the name", headers("X\u00ffA: b"), refusal(400)),
				new Case("bracket in the name", headers("X(A): b"), refusal(400)),
				new Case("bare CR before the name", headers("\rX-A: b"), refusal(400)),
				new Case("first header folded onto the request line", bareHeaders(" X-A: b", "Host: headway"),
						refusal(400)));
	}

	private static Stream<Case> values() {
		return Stream
			.of(new Case("bare CR in the value", headers("X-A: b\rX-B: c"), refusal(400)),
					new Case("two CRs at the end", headers("X-A: b\r"), refusal(400)),
					new Case("NUL in the value", headers("X-A: b\0c"), refusal(400)),
					new Case("control character in the value", headers("X-A: b\u0001c"), refusal(400)),
					new Case("DEL in the value", headers("X-A: b\u007fc"), refusal(400)),
					new Case("control character in a cookie", headers("Cookie: a=\u0002"), refusal(400)),
					new Case("bare LF in the value (RFC 9112, 2.2: may end a line)", headers("X-A: b\nX-B: c"),
							answer(200)),
					new Case("folded value (RFC 9112, 5.2: read as a blank)", headers("X-A: b", " c"), answer(200)),
					new Case("folded Host", bareHeaders("Host: headway", " other"), refusal(400)),
					new Case("byte over 127 in the value (RFC 9110, 5.5: opaque)", headers("X-A: \u00ff"), answer(200)),
					new Case("unknown expectation", headers("Expect: miracles"), refusal(417)),
					new Case("unknown expectation with OPTIONS *",
							"OPTIONS * HTTP/1.1\r\nHost: headway\r\nExpect: miracles\r\n\r\n", refusal(417)),
					new Case("upgrade to a protocol that isn't there", headers("Connection: Upgrade", "Upgrade: h2c"),
							answer(200)),
					new Case("values that Spring might parse",
							headers("Accept: ;;;", "Content-Type: ;;", "Range: bytes=5-3", "If-None-Match: \"",
									"If-Modified-Since: yesterday", "Accept-Language: ;q=x", "Origin: %%%"),
							answer(200)));
	}

	private static Stream<Case> sizes() {
		return Stream.of(
				new Case(
						"a value of 9000 letters (RFC 9110, 5.4: any 4xx)", headers("X-A: "
								+ "b".repeat(9000)),
						refusal(400)),
				new Case("a name of 9000 letters", headers("X".repeat(9000) + ": b"), refusal(400)),
				new Case("a hundred headers and two",
						headers(Collections.nCopies(100, "X-A: b").toArray(String[]::new)), refusal(400)),
				new Case("ten headers, together too large",
						headers(Collections.nCopies(10, "X-A: " + "b".repeat(900)).toArray(String[]::new)),
						refusal(400)),
				new Case("three hundred cookies",
						headers("Cookie: " + String.join("; ", Collections.nCopies(300, "a=b"))), refusal(400)));
	}

}
