package dev.headway.tomcat;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLSocket;

import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** A head that stays incomplete inside a record of TLS. On a real port. */
@Timeout(60)
class PartialRecordTests {

	private static final Duration LIMIT = Duration.ofMillis(500);

	/** Tomcat's own timeout is twenty seconds, and begins anew with each byte. */
	@Test
	void recordThatDoesNotEndIsALateHead(@TempDir Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		try (EmbeddedServer server = EmbeddedServer.start(directory, UnaryOperator.identity(), (request, response) -> {
		}, (protocol) -> {
			EmbeddedServer.secure(protocol, keys);
			protocol.limitHeads(LIMIT);
		});
				WithholdingSocket raw = new WithholdingSocket(server.port());
				Socket client = TlsServer.trusting(keys)
					.getSocketFactory()
					.createSocket(raw, "127.0.0.1", server.port(), true)) {
			raw.setSoTimeout(10_000);
			((SSLSocket) client).startHandshake();
			raw.withholdLastBytes();
			send(client, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(client.getInputStream().readAllBytes()).isEmpty();
		}
	}

	private static void send(Socket client, String text) throws IOException {
		client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
	}

	/** Can leave out the last byte of what is written. */
	private static final class WithholdingSocket extends Socket {

		private boolean withholding;

		WithholdingSocket(int port) throws IOException {
			super("127.0.0.1", port);
		}

		void withholdLastBytes() {
			this.withholding = true;
		}

		@Override
		public OutputStream getOutputStream() throws IOException {
			return new FilterOutputStream(super.getOutputStream()) {
				@Override
				public void write(byte[] bytes, int offset, int length) throws IOException {
					this.out.write(bytes, offset, WithholdingSocket.this.withholding ? length - 1 : length);
				}
			};
		}

	}

}
