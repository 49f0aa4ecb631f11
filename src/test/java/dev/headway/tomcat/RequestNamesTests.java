package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

class RequestNamesTests {

	private static final String NONE = "";

	@ParameterizedTest
	@MethodSource("methods")
	void methodIsAsSentCutAndVisible(@Nullable String method, String name) {
		Request request = new Request();
		if (method != null) {
			request.setMethod(method);
		}
		assertThat(RequestNames.method(request)).isEqualTo(name);
	}

	static Stream<Arguments> methods() {
		return Stream.of(arguments("GET", "GET"), arguments("get", "get"), arguments("PROPFIND", "PROPFIND"),
				arguments("M-SEARCH", "M-SEARCH"), arguments("X".repeat(20), "X".repeat(20)),
				arguments("X".repeat(21), "X".repeat(20) + "..."), arguments("G\nT", "G?T"), arguments("", "-"),
				arguments("\u00e9", "?"));
	}

	@Test
	void requestWithoutANameIsADash() {
		assertThat(RequestNames.path(new Request(), NONE)).isEqualTo("-");
		assertThat(RequestNames.path(sent(""), "/before")).isEqualTo("-");
		assertThat(RequestNames.method(new Request())).isNotEmpty();
	}

	/** Every byte is a character, whatever encoding the client means. */
	@ParameterizedTest
	@MethodSource("paths")
	void pathIsAsSentCutAndVisible(String sent, String name) {
		assertThat(RequestNames.path(sent(sent), NONE)).isEqualTo(name);
		assertThat(RequestNames.path(sent(sent), name)).as("when the last was the same").isEqualTo(name);
		assertThat(RequestNames.path(sent(sent), "/other")).as("when the last was another").isEqualTo(name);
		assertThat(RequestNames.path(decoded(sent), NONE)).as("as a string").isEqualTo(name);
	}

	static Stream<Arguments> paths() {
		String longest = "/" + "x".repeat(119);
		return Stream.of(arguments("/", "/"), arguments("/sleep", "/sleep"), arguments("*", "*"),
				arguments("host:443", "host:443"), arguments("/a%20b;c=d", "/a%20b;c=d"),
				arguments("/%0D%0AWorker", "/%0D%0AWorker"), arguments("/~!$&'()*+,;=:@", "/~!$&'()*+,;=:@"),
				arguments("/a b", "/a?b"), arguments("/a\tb", "/a?b"), arguments("/a\r\nb", "/a??b"),
				arguments("/a\0b", "/a?b"), arguments("/\u001b[31m", "/?[31m"), arguments("/\u007f", "/?"),
				arguments("/\u00e9", "/?"), arguments("/\u00c3\u00a9", "/??"), arguments("/\u0085\u009b", "/??"),
				arguments(longest, longest), arguments(longest + "y", longest + "..."),
				arguments(longest + "...", longest + "..."), arguments(longest + "\n", longest + "..."),
				arguments("/" + "\u00ff".repeat(10_000), "/" + "?".repeat(119) + "..."));
	}

	@Test
	void samePathTwiceInARowIsTheSameString() {
		String first = RequestNames.path(sent("/sleep"), NONE);
		assertThat(RequestNames.path(sent("/sleep"), first)).isSameAs(first);
		assertThat(RequestNames.path(sent("/sleepy"), first)).isEqualTo("/sleepy");
		assertThat(RequestNames.path(sent("/slee"), first)).isEqualTo("/slee");
	}

	@Test
	void pathIsNotTakenForAnotherThatItsNameLooksLike() {
		String masked = RequestNames.path(sent("/a\u00e9"), NONE);
		assertThat(RequestNames.path(sent("/a\n"), masked)).isEqualTo("/a?");
		assertThat(RequestNames.path(sent("/b"), masked)).isEqualTo("/b");
	}

	/**
	 * Tomcat goes on to decode the bytes, and would not if they were a string by then.
	 */
	@Test
	void askingLeavesTheRequestAsItWas() {
		Request request = sent("/a%20b");
		int type = request.requestURI().getType();
		RequestNames.path(request, NONE);
		assertThat(request.requestURI().getType()).isEqualTo(type);
		assertThat(request.requestURI().equals("/a%20b")).isTrue();
	}

	/** In the middle of a buffer, as it is when it comes from a socket. */
	private static Request sent(String path) {
		byte[] line = ("GET " + path + " HTTP/1.1").getBytes(StandardCharsets.ISO_8859_1);
		Request request = new Request();
		request.requestURI().setBytes(line, 4, path.length());
		return request;
	}

	private static Request decoded(String path) {
		Request request = new Request();
		request.requestURI().setString(path);
		return request;
	}

}
