package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.TlsServer;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A connection of HTTP/2 whose windows are open, but whose client reads nothing from its
 * socket. On a real port, with four workers.
 */
@Timeout(60)
class UnreadConnectionTests {

	private static final int STREAMS = 30;

	private static final int WINDOW = Integer.MAX_VALUE;

	private static final long WRITE_TIMEOUT_MILLIS = 1000;

	/**
	 * If each stream waits by itself it takes as many write timeouts as there are
	 * streams.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void isGivenUpOnceAndForAll(boolean tls, @TempDir Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		if (tls) {
			TlsServer.makeKeys(keys);
		}
		try (EmbeddedServer server = EmbeddedServer.start(directory, UnaryOperator.identity(),
				UnreadConnectionTests::answer, (protocol) -> {
					Http2Protocol http2 = new Http2Protocol();
					http2.setWriteTimeout(WRITE_TIMEOUT_MILLIS);
					protocol.addUpgradeProtocol(http2);
					// otherwise the poller sometimes is the first to see that time is out
					protocol.setProperty("socket.timeoutInterval", "60000");
					if (tls) {
						EmbeddedServer.secure(protocol, keys);
					}
				});
				Http2Connection client = Http2Connection.over(tls ? secureSocket(server, keys) : server.connect())) {
			client.send(Http2Connection.SETTINGS, 0, 0, (byte) 0, (byte) 4, (byte) 127, (byte) -1, (byte) -1,
					(byte) -1);
			client.raiseWindow(0, WINDOW - 65_535);
			for (int i = 0; i < STREAMS; i++) {
				client.get(1 + 2 * i, "/");
			}
			await().until(() -> server.pool().busy() == 4);
			await().atMost(Duration.ofMillis(5 * WRITE_TIMEOUT_MILLIS)).until(() -> server.pool().busy() == 0);
			assertThat(server.pool().queued()).isZero();
		}
	}

	private static Socket secureSocket(EmbeddedServer server, Path keys) throws Exception {
		SSLSocket socket = (SSLSocket) TlsServer.trusting(keys)
			.getSocketFactory()
			.createSocket("127.0.0.1", server.port());
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { "h2" });
		socket.setSSLParameters(parameters);
		socket.startHandshake();
		return socket;
	}

	private static void answer(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.getOutputStream().write(new byte[20_000_000]);
	}

}
