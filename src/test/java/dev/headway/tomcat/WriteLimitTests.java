package dev.headway.tomcat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLSocketFactory;

import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How long an answer waits for a client that doesn't read, and what isn't an answer. */
@Timeout(60)
class WriteLimitTests {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	@TempDir
	private Path directory;

	private final CountDownLatch ended = new CountDownLatch(1);

	@Test
	void answerThatIsNotReadEndsAtTheLimit() throws Exception {
		assertEndsWithoutAReader(new ClientTimeouts(Duration.ofSeconds(10), LIMIT), Duration.ofSeconds(30));
	}

	/** As on stock Tomcat. */
	@Test
	void withoutALimitItEndsAtTheConnectionsTimeout() throws Exception {
		assertEndsWithoutAReader(new ClientTimeouts(Duration.ofSeconds(10), null), LIMIT);
	}

	private void assertEndsWithoutAReader(ClientTimeouts timeouts, Duration connectionTimeout) throws Exception {
		try (EmbeddedServer server = EmbeddedServer.start(this.directory, UnaryOperator.identity(),
				(request, response) -> {
					try {
						response.getOutputStream().write(new byte[50_000_000]);
					}
					finally {
						this.ended.countDown();
					}
				}, timeouts, (protocol) -> protocol.setConnectionTimeout((int) connectionTimeout.toMillis()));
				Socket client = new Socket()) {
			client.setReceiveBufferSize(4096);
			client.connect(new InetSocketAddress("127.0.0.1", server.port()));
			client.getOutputStream().write(REQUEST);
			assertThat(this.ended.await(10, TimeUnit.SECONDS)).isTrue();
		}
	}

	/** Tomcat counts from the time of the accept until the handshake is complete. */
	@Test
	void handshakeMayTakeLongerThanAStuckAnswer() throws Exception {
		Path keys = this.directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		try (EmbeddedServer server = EmbeddedServer.start(this.directory, UnaryOperator.identity(),
				(request, response) -> response.getOutputStream().print("done"),
				new ClientTimeouts(Duration.ofSeconds(10), LIMIT), (protocol) -> {
					EmbeddedServer.secure(protocol, keys);
					// looks for overdue connections whenever it can
					protocol.setProperty("socket.timeoutInterval", "1");
				})) {
			List<Socket> transports = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				transports.add(server.connect());
			}
			long start = System.nanoTime();
			await().until(() -> System.nanoTime() - start > LIMIT.plusMillis(200).toNanos());
			SSLSocketFactory factory = TlsServer.trusting(keys).getSocketFactory();
			for (Socket transport : transports) {
				try (Socket client = factory.createSocket(transport, "127.0.0.1", server.port(), true)) {
					client.getOutputStream().write(REQUEST);
					assertThat(status(client)).isEqualTo("HTTP/1.1 200");
				}
			}
		}
	}

	private static String status(Socket client) throws IOException {
		return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
	}

}
