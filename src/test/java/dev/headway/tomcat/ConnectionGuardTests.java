package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import org.apache.coyote.ContinueResponseTiming;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** On a real port: the servlet answers with the body that it was given. */
@Timeout(30)
class ConnectionGuardTests {

	private static final String LAST = "GET /last HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private EmbeddedServer server;

	private volatile boolean closing;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		Bodies bodies = new Bodies((method, path) -> path.equals("/read"), 64 << 10, 1 << 20, Duration.ofSeconds(20));
		this.server = EmbeddedServer.start(directory,
				(adapter) -> new BodyAdapter(new ConnectionGuard(adapter, () -> this.closing), bodies),
				(request, response) -> {
					byte[] body = request.getInputStream().readAllBytes();
					response.setContentType("text/plain");
					response.getOutputStream()
						.print(request.getRequestURI() + "=" + new String(body, StandardCharsets.US_ASCII) + ";");
				}, ConnectionGuardTests::makeStrict);
	}

	/** As {@link StrictConnector} does. */
	private static void makeStrict(PoolAwareProtocol protocol) {
		protocol.endBeforeUnreadAnswersBlock();
		protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
	}

	@AfterEach
	void stop() throws Exception {
		this.server.close();
	}

	@Test
	void bodyThatHasArrivedIsGivenAndTheConnectionKept() throws IOException {
		String answers = this.server.exchange("POST /read HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + LAST);
		assertThat(answers).contains("/read=body;", "/last=;").containsOnlyOnce("Connection: close");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "Content-Length: 4\r\n\r\nbody", "Transfer-Encoding: chunked\r\n\r\n4\r\nbody\r\n0\r\n\r\n" })
	void bodyThatNobodyReadsIsEmptyAndTheConnectionKept(String body) throws IOException {
		String answers = this.server.exchange("POST /a HTTP/1.1\r\nHost: a\r\n" + body + LAST);
		assertThat(answers).contains("/a=;", "/last=;").containsOnlyOnce("Connection: close");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Transfer-Encoding: chunked\r\n\r\nx", "Content-Length: 9000000\r\n\r\nbody",
			"Content-Length: 5\r\nExpect: 100-continue\r\n\r\n" })
	void bodyWhoseEndMayNotComeIsEmptyAndTheConnectionEnds(String body) throws IOException {
		String answer = this.server.exchange("POST /a HTTP/1.1\r\nHost: a\r\n" + body);
		assertThat(answer).contains("HTTP/1.1 200", "Connection: close", "/a=;");
	}

	@Test
	void nextConnectionGetsItsBodyAgain() throws IOException {
		for (int i = 0; i < 20; i++) {
			assertThat(this.server.exchange("POST /a HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\nbody" + LAST))
				.contains("/a=;");
			assertThat(this.server
				.exchange("POST /read HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody"))
				.contains("/read=body;");
		}
	}

	@Test
	void requestAfterOneWithoutABodyKeepsTheConnection() throws IOException {
		String get = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";
		assertThat(this.server.exchange(get + get + LAST)).containsOnlyOnce("Connection: close").contains("/last=;");
	}

	@ParameterizedTest
	@ValueSource(strings = { "G@T / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
			"GET / HTTP/9.9\r\nHost: a\r\n\r\n", "CONNECT a:1 HTTP/1.1\r\nHost: b\r\n\r\n",
			"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nx" })
	void refusedRequestEndsTheConnection(String request) throws IOException {
		assertThat(this.server.exchange(request + LAST)).containsPattern("^HTTP/1.1 [45]\\d\\d")
			.contains("Connection: close")
			.doesNotContain("/last");
	}

	@Test
	void eachResponseIsTheLastWhileTheServerShutsDown() throws IOException {
		this.closing = true;
		assertThat(this.server.exchange("GET /a HTTP/1.1\r\nHost: a\r\n\r\n")).contains("Connection: close", "/a=;");
	}

	@Test
	void longResponsesEndTheConnectionBeforeTheyFillTheSendBuffer() throws IOException {
		String path = "/" + "x".repeat(3000);
		String answers = this.server.exchange("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).repeat(90));
		assertThat(answers).endsWith(";").containsOnlyOnce("Connection: close");
		assertThat(answers.length()).isBetween(PoolAwareProtocol.UNREAD_BYTES / 2, PoolAwareProtocol.UNREAD_BYTES);
	}

}
