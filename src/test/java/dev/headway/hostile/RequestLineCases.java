package dev.headway.hostile;

import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.RequestText.line;

/** Versions, methods and the white space between them. RFC 9112, section 3. */
final class RequestLineCases {

	private RequestLineCases() {
	}

	static Stream<Case> cases() {
		return Stream.of(versions(), methods(), whiteSpace()).flatMap((cases) -> cases);
	}

	private static Stream<Case> versions() {
		return Stream.of(
				new Case("HTTP/1.2: 505, as nobody has said yet what it is (RFC 9110, 2.5 would have it served as 1.1)",
						line("GET / HTTP/1.2"), refusal(505)),
				new Case("HTTP/9.9", line("GET / HTTP/9.9"), refusal(505)),
				new Case("HTTP/2.0 as text", line("GET / HTTP/2.0"), refusal(505)),
				new Case("HTTP/0.9 with a head", line("GET / HTTP/0.9"), refusal(505)),
				new Case("version without minor", line("GET / HTTP/1"), refusal(505)),
				new Case("version without numbers", line("GET / HTTP"), refusal(505)),
				new Case("minor version of two digits", line("GET / HTTP/1.10"), refusal(505)),
				new Case("version with leading zero", line("GET / HTTP/01.1"), refusal(505)),
				new Case("nothing but a method", line("GET"), refusal(400)),
				new Case("blank in place of a version", line("GET / "), refusal(400)),
				new Case("negative version", line("GET / HTTP/-1.1"), refusal(400)),
				new Case("lower-case http/1.1", line("GET / http/1.1"), refusal(400)),
				new Case("another protocol", line("GET / XTTP/1.1"), refusal(400)),
				new Case("text after the version", line("GET / HTTP/1.1 and more"), refusal(400)),
				new Case("blank after the version", line("GET / HTTP/1.1 "), refusal(400)),
				new Case("unknown version for the whole server", line("OPTIONS * HTTP/9.9"), refusal(505)),
				new Case("unknown version with TRACE", line("TRACE / HTTP/9.9"), refusal(505)),
				new Case("unknown version with CONNECT", line("CONNECT headway:80 HTTP/9.9"), refusal(505)));
	}

	private static Stream<Case> methods() {
		return Stream.of(new Case("lower-case get is another method", line("get / HTTP/1.1"), answer(404)),
				new Case("unknown method", line("FROBNICATE / HTTP/1.1"), answer(404)),
				new Case("TRACE, whose echo would show secrets", line("TRACE / HTTP/1.1\r\nCookie: secret"),
						answer(404)),
				new Case("CONNECT to somewhere else", line("CONNECT example.org:443 HTTP/1.1"), answer(404)),
				new Case("CONNECT with a path", line("CONNECT / HTTP/1.1"), answer(404)),
				new Case("method of 300 letters", line("M".repeat(300) + " / HTTP/1.1"), answer(404)),
				new Case("method of 9000 letters", line("M".repeat(9000) + " / HTTP/1.1"), refusal(400)),
				new Case("at sign in the method", line("G@T / HTTP/1.1"), refusal(400)),
				new Case("NUL in the method", line("G\0T / HTTP/1.1"), refusal(400)),
				new Case("byte over 127 in the method", line("G\u00cbT / HTTP/1.1"), refusal(400)),
				new Case("colon after the method", line("GET: / HTTP/1.1"), refusal(400)));
	}

	private static Stream<Case> whiteSpace() {
		return Stream.of(
				new Case("empty lines first are passed over (RFC 9112, 2.2)", "\r\n\r\n" + line("GET / HTTP/1.1"),
						answer(200)),
				new Case("bare CRs first: passed over like empty lines, though RFC 9112, 2.2 would rather refuse them",
						"\r\r" + line("GET / HTTP/1.1"), answer(200)),
				new Case("nothing but empty lines", "\r\n".repeat(5000), refusal(400)),
				new Case("blank first", line(" GET / HTTP/1.1"), refusal(400)),
				new Case("tabs between the parts (RFC 9112, 3: may be parsed)", line("GET\t/\tHTTP/1.1"), answer(200)),
				new Case("two blanks between the parts (RFC 9112, 3: may be parsed)", line("GET  /  HTTP/1.1"),
						answer(200)),
				new Case("blank in the path", line("GET /a b HTTP/1.1"), refusal(400)),
				new Case("bare CR in the path", line("GET /\rX HTTP/1.1"), refusal(400)),
				new Case("bare CR after the version", line("GET / HTTP/1.1\rX: y"), refusal(400)),
				new Case("bare LF after the version (RFC 9112, 2.2: may end a line)", line("GET / HTTP/1.1\nX: y"),
						answer(200)));
	}

}
