package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLSocket;

import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Records of TLS that come in parts, or together with others. On a real port. */
@Timeout(60)
class TlsRecordTests {

	private static final Duration LIMIT = Duration.ofMillis(500);

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

	@TempDir
	Path directory;

	/** Tomcat's own timeout is twenty seconds, and begins anew with each byte. */
	@Test
	void recordThatDoesNotEndIsALateHead() throws Exception {
		try (EmbeddedServer server = start(); HoldingSocket raw = new HoldingSocket(server.port())) {
			SSLSocket client = connect(raw);
			client.startHandshake();
			raw.hold();
			send(client, REQUEST);
			raw.sendAllBut(1);
			assertThat(client.getInputStream().readAllBytes()).isEmpty();
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 20 })
	void recordThatDoesNotEndBehindARequestIsALateHead(int missing) throws Exception {
		try (EmbeddedServer server = start(); HoldingSocket raw = new HoldingSocket(server.port())) {
			SSLSocket client = connect(raw);
			client.startHandshake();
			raw.hold();
			send(client, REQUEST);
			send(client, REQUEST);
			raw.sendAllBut(missing);
			assertThat(client.getInputStream().readAllBytes()).asString(StandardCharsets.US_ASCII)
				.containsOnlyOnce("HTTP/1.1 200");
		}
	}

	/** The server reads the request together with the end of the handshake. */
	@RepeatedTest(5)
	void requestThatTheEndOfTheConnectionFollowsIsAnswered() throws Exception {
		try (EmbeddedServer server = start(); HoldingSocket raw = new HoldingSocket(server.port())) {
			SSLSocket client = connect(raw);
			raw.holdAfterFirstWrite();
			client.startHandshake();
			send(client, REQUEST);
			raw.sendAllBut(0);
			raw.shutdownOutput();
			assertThat(client.getInputStream().readAllBytes()).asString(StandardCharsets.US_ASCII)
				.containsOnlyOnce("HTTP/1.1 200");
		}
	}

	private EmbeddedServer start() throws Exception {
		Path keys = keys();
		TlsServer.makeKeys(keys);
		return EmbeddedServer.start(this.directory, (adapter) -> new ConnectionGuard(adapter, () -> false),
				(request, response) -> {
				}, (protocol) -> {
					EmbeddedServer.secure(protocol, keys);
					new ClientTimeouts(LIMIT, null).limit(protocol);
				});
	}

	private Path keys() {
		return this.directory.resolve("keys.p12");
	}

	private SSLSocket connect(Socket raw) throws Exception {
		raw.setSoTimeout(10_000);
		return (SSLSocket) TlsServer.trusting(keys())
			.getSocketFactory()
			.createSocket(raw, "127.0.0.1", raw.getPort(), true);
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Can hold what is written, and send it in one piece. */
	private static final class HoldingSocket extends Socket {

		private final ByteArrayOutputStream held = new ByteArrayOutputStream();

		private boolean holding;

		private boolean holdingNext;

		HoldingSocket(int port) throws IOException {
			super("127.0.0.1", port);
		}

		void hold() {
			this.holding = true;
		}

		void holdAfterFirstWrite() {
			this.holdingNext = true;
		}

		void sendAllBut(int last) throws IOException {
			super.getOutputStream().write(this.held.toByteArray(), 0, this.held.size() - last);
		}

		@Override
		public OutputStream getOutputStream() throws IOException {
			return new FilterOutputStream(super.getOutputStream()) {
				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					HoldingSocket socket = HoldingSocket.this;
					(socket.holding ? socket.held : this.out).write(bytes, offset, length);
					socket.holding |= socket.holdingNext;
				}
			};
		}

	}

}
