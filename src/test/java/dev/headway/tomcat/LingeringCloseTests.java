package dev.headway.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** Between real sockets. */
@Timeout(60)
class LingeringCloseTests {

	private static final int ANSWER = 100_000;

	@AutoClose
	private final LingeringClose lingering = LingeringClose.start("test-closer");

	@AutoClose
	private final Socket client = new Socket();

	@AutoClose
	private SocketChannel accepted;

	LingeringCloseTests() throws IOException {
	}

	@BeforeEach
	void connect() throws IOException {
		try (ServerSocketChannel server = ServerSocketChannel.open()) {
			server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			this.client.connect(server.getLocalAddress());
			this.accepted = server.accept();
			this.accepted.configureBlocking(false);
		}
	}

	@Test
	void answerArrivesThoughTheClientGoesOnSending() throws IOException {
		assertThat(this.accepted.write(ByteBuffer.allocate(ANSWER))).isEqualTo(ANSWER);
		OutputStream out = this.client.getOutputStream();
		out.write(new byte[ANSWER]);
		assertThat(this.lingering.take(this.accepted)).isTrue();
		out.write(new byte[ANSWER]);
		try (InputStream in = this.client.getInputStream()) {
			assertThat(in.readAllBytes()).hasSize(ANSWER);
		}
		await().untilAsserted(() -> assertThat(this.lingering.size()).isZero());
		assertThat(this.accepted.isOpen()).isFalse();
	}

	@Test
	void clientThatClosesIsClosedAtOnce() throws IOException {
		this.client.close();
		assertThat(this.lingering.take(this.accepted)).isTrue();
		await().atMost(LingeringClose.TIMEOUT.dividedBy(2)).until(() -> !this.accepted.isOpen());
		assertThat(this.lingering.size()).isZero();
	}

	@Test
	void clientThatSendsWithoutEndIsClosed() throws IOException {
		assertThat(this.lingering.take(this.accepted)).isTrue();
		OutputStream out = this.client.getOutputStream();
		assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
			for (long sent = 0; sent < 4 * LingeringClose.MAX_BYTES; sent += ANSWER) {
				out.write(new byte[ANSWER]);
			}
		});
		await().untilAsserted(() -> assertThat(this.lingering.size()).isZero());
	}

	@Test
	void silentClientIsClosedWhenTimeIsUp() {
		assertThat(this.lingering.take(this.accepted)).isTrue();
		await().atMost(LingeringClose.TIMEOUT.multipliedBy(3)).until(() -> !this.accepted.isOpen());
		assertThat(this.lingering.size()).isZero();
	}

	@Test
	void afterItsEndItTakesNone() {
		assertThat(this.lingering.take(this.accepted)).isTrue();
		this.lingering.close();
		await().until(() -> !this.accepted.isOpen());
		assertThat(this.lingering.take(this.accepted)).isFalse();
	}

}
