package dev.headway.hostile;

import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.RequestText.line;
import static dev.headway.hostile.RequestText.target;

/** Forms of the request target, its encoding and its path. RFC 9112, 3.2; RFC 3986. */
final class TargetCases {

	private TargetCases() {
	}

	static Stream<Case> cases() {
		return Stream.of(forms(), encodings(), paths(), characters()).flatMap((cases) -> cases);
	}

	private static Stream<Case> forms() {
		return Stream.of(new Case("absolute form is as good as a path", target("http://headway/"), answer(200)),
				new Case("absolute form without a path", target("http://headway"), answer(200)),
				new Case("absolute form for another host than Host: refused, as the two belong together",
						target("http://other/"), refusal(400)),
				new Case("absolute form with a port that Host lacks", target("http://headway:80/"), refusal(400)),
				new Case("absolute form with userinfo: it has no effect", target("http://user:secret@headway/"),
						answer(200)),
				new Case("absolute form with a blank userinfo", target("http://us<er@headway/"), refusal(400)),
				new Case("absolute form for https: served, since TLS may end at a gateway before this server",
						target("https://headway/"), answer(200)),
				new Case("absolute form without a host", target("http:///"), refusal(400)),
				new Case("absolute form with one slash", target("http:/headway/"), refusal(400)),
				new Case("absolute form for ftp", target("ftp://headway/"), refusal(400)),
				new Case("authority form outside CONNECT", target("headway:80"), refusal(400)),
				new Case("asterisk form outside OPTIONS", target("*"), refusal(400)),
				new Case("OPTIONS * asks about the server, not about a path (RFC 9110, 9.3.7)",
						line("OPTIONS * HTTP/1.1"), answer(200)),
				new Case("no slash first", target("sleep"), refusal(400)),
				new Case("query alone", target("?a=b"), refusal(400)),
				new Case("path of 7000 letters", target("/" + "a".repeat(7000)), answer(404)),
				new Case(
						"path of 9000 letters: 400 where RFC 9112, 3 says 414; Tomcat has one limit for the whole head",
						target("/" + "a".repeat(9000)), refusal(400)));
	}

	private static Stream<Case> encodings() {
		return Stream.of(new Case("percent alone", target("/%"), refusal(400)),
				new Case("percent and one digit", target("/%4"), refusal(400)),
				new Case("percent and no hex", target("/%zz"), refusal(400)),
				new Case("encoded NUL", target("/sleep%00"), refusal(400)),
				new Case("overlong UTF-8 for a slash", target("/..%c0%af"), refusal(400)),
				new Case("UTF-8 for a surrogate", target("/%ed%a0%80"), refusal(400)),
				new Case("UTF-8 cut off", target("/%e4"), refusal(400)),
				new Case("encoding of Microsoft's", target("/%u0041"), refusal(400)),
				new Case("double encoding", target("/%252e%252e/"), answer(404)),
				new Case("encoded line end in the path", target("/%0d%0aSet-Cookie:%20a=b"), answer(404)),
				new Case("encoded line end in the query (response splitting)", target("/?a=%0d%0aSet-Cookie:%20a=b"),
						answer(200)),
				new Case("percent alone in a query that nobody decodes", target("/?%"), answer(200)));
	}

	private static Stream<Case> paths() {
		return Stream.of(new Case("above the root", target("/../"), refusal(400)),
				new Case("above the root, encoded", target("/%2e%2e/"), refusal(400)),
				new Case("above the root, half encoded", target("/.%2e/"), refusal(400)),
				new Case("above the root behind a semicolon", target("/..;/"), refusal(400)),
				new Case("above the root with encoded slash", target("/%2e%2e%2f"), answer(404)),
				new Case("above the root with encoded backslash", target("/..%5c..%5c"), answer(404)),
				new Case("raw backslash", target("/\\..\\"), refusal(400)),
				new Case("two slashes", target("//"), answer(404)),
				new Case("dot before the page", target("/./sleep"), answer(404)),
				new Case("there and back", target("/x/../sleep"), answer(404)),
				new Case("slash after the page", target("/sleep/"), answer(404)),
				new Case("encoded slash after the page", target("/sleep%2F"), answer(404)),
				new Case("parameter after the page", target("/sleep;x"), answer(404)),
				new Case("parameter before the page", target("/;x/sleep"), answer(404)),
				new Case("encoded letter", target("/%73leep"), answer(404)),
				new Case("the page's file", target("/hello.html"), answer(404)),
				new Case("the application's insides", target("/WEB-INF/web.xml"), answer(404)),
				new Case("the application's insides, encoded", target("/%57EB-INF/web.xml"), answer(404)));
	}

	private static Stream<Case> characters() {
		return Stream.of(new Case("byte over 127 in the path", target("/\u00ff"), refusal(400)),
				new Case("raw UTF-8 in the path", target("/\u00e4\u00b8\u00ad"), refusal(400)),
				new Case("byte over 127 in the query", target("/?a=\u00ff"), refusal(400)),
				new Case("control character in the path", target("/\u0001"), refusal(400)),
				new Case("NUL in the path", target("/\0"), refusal(400)),
				new Case("script in the path", target("/<script>alert(1)</script>"), refusal(400)),
				new Case("script in the query", target("/?<script>alert(1)</script>"), refusal(400)),
				new Case("braces in the path", target("/${jndi:ldap://x}"), refusal(400)),
				new Case("fragment", target("/#sleep"), refusal(400)));
	}

}
