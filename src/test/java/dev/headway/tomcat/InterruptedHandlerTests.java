package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.TlsServer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A handler that was interrupted, keeps its thread's interrupt as is customary, and
 * answers. An NIO channel closes if an interrupted thread writes to it.
 */
@Timeout(60)
class InterruptedHandlerTests {

	private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

	private static final String FLUSHED = "/flushed";

	private static final String ANSWER = "interrupted";

	@ParameterizedTest
	@ValueSource(strings = { "/", FLUSHED })
	void answersOverHttp1(String path, @TempDir Path directory) throws Exception {
		try (EmbeddedServer server = EmbeddedServer.start(directory, UnaryOperator.identity(),
				InterruptedHandlerTests::answer)) {
			assertThat(server.exchange(REQUEST.formatted(path))).startsWith("HTTP/1.1 200").contains(ANSWER);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", FLUSHED })
	void answersOverTls(String path, @TempDir Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		try (EmbeddedServer server = EmbeddedServer.start(directory, UnaryOperator.identity(),
				InterruptedHandlerTests::answer, (protocol) -> EmbeddedServer.secure(protocol, keys));
				Socket client = TlsServer.trusting(keys).getSocketFactory().createSocket("127.0.0.1", server.port())) {
			client.getOutputStream().write(REQUEST.formatted(path).getBytes(StandardCharsets.US_ASCII));
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 200")
				.contains(ANSWER);
		}
	}

	@Test
	void answersOverHttp2AndLeavesOtherStreamsAlone(@TempDir Path directory) throws Exception {
		try (EmbeddedServer server = EmbeddedServer.startWithHttp2(directory, UnaryOperator.identity(),
				InterruptedHandlerTests::answer); Http2Connection client = Http2Connection.open(server.port())) {
			client.get(1, "/");
			assertThat(client.readContent(1)).isEqualTo(ANSWER);
			client.get(3, FLUSHED);
			assertThat(client.readContent(3)).isEqualTo(ANSWER);
		}
	}

	private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Thread.currentThread().interrupt();
		response.getWriter().print(ANSWER);
		if (request.getRequestURI().equals(FLUSHED)) {
			response.flushBuffer();
			assertThat(Thread.currentThread().isInterrupted()).isTrue();
		}
	}

}
