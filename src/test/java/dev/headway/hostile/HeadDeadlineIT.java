package dev.headway.hostile;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** All bytes before a complete request have one deadline, however slowly they arrive. */
@LongTest
@Timeout(60)
class HeadDeadlineIT {

	private static final Duration LIMIT = Duration.ofSeconds(2);

	private static final Duration PACE = Duration.ofMillis(200);

	/** A client's first TLS record, too long to end before the deadline. */
	private static final String HELLO = "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003"
			+ "\u0007".repeat(400);

	@AutoClose
	private static PackagedServer plain;

	@AutoClose
	private static TlsServer tls;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = PackagedServer.start("--headway.client.head-timeout=2s");
		tls = TlsServer.start(directory, "--headway.client.head-timeout=2s");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\r\n", "\n", "GET / HTTP/1.1\r\n", "X" })
	void drippingClientIsEnded(String drip) throws IOException {
		try (Socket socket = new Socket(plain.address().getHost(), plain.address().getPort())) {
			assertThat(lifetime(socket, drip.repeat(200))).isBetween(LIMIT.minusMillis(300), LIMIT.plusSeconds(4));
		}
	}

	@Test
	void drippingHandshakeIsEnded() throws IOException {
		try (Socket socket = new Socket(tls.address().getHost(), tls.address().getPort())) {
			assertThat(lifetime(socket, HELLO)).isBetween(LIMIT.minusMillis(300), LIMIT.plusSeconds(4));
		}
	}

	@Test
	void silentHandshakeIsEnded() throws IOException {
		try (Socket socket = new Socket(tls.address().getHost(), tls.address().getPort())) {
			assertThat(lifetime(socket, "")).isLessThan(LIMIT.plusSeconds(4));
		}
	}

	@Test
	void drippingHeadInsideOfTlsIsEnded() throws IOException {
		try (Socket socket = tls.connect()) {
			assertThat(lifetime(socket, "GET / HTTP/1.1\r\nX: " + "x".repeat(400))).isBetween(LIMIT.minusMillis(300),
					LIMIT.plusSeconds(4));
		}
	}

	@Test
	void lateHeadLeavesTheConnectionItsTimeout() throws IOException {
		try (Socket socket = new Socket(plain.address().getHost(), plain.address().getPort())) {
			socket.setSoTimeout(10_000);
			send(socket, "GET / HTTP/1.1\r\nHost: a\r\n");
			pause(LIMIT.minusMillis(400));
			send(socket, "\r\n");
			assertThat(socket.getInputStream().read()).isEqualTo('H');
			socket.getInputStream().skipNBytes(socket.getInputStream().available());
			pause(LIMIT);
			send(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
			assertThat(socket.getInputStream().read()).isEqualTo('H');
		}
	}

	/** How long the server keeps a connection on which a byte comes now and then. */
	private static Duration lifetime(Socket socket, String drips) throws IOException {
		long start = System.nanoTime();
		socket.setTcpNoDelay(true);
		socket.setSoTimeout((int) PACE.toMillis());
		for (int i = 0; System.nanoTime() - start < Duration.ofSeconds(20).toNanos(); i++) {
			try {
				if (i < drips.length()) {
					send(socket, drips.substring(i, i + 1));
				}
				if (socket.getInputStream().read() < 0) {
					break;
				}
			}
			catch (java.net.SocketTimeoutException ex) {
				// it is still open
			}
			catch (SocketException ex) {
				break;
			}
		}
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static void send(Socket socket, String text) throws IOException {
		socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
		socket.getOutputStream().flush();
	}

	private static void pause(Duration time) {
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			LockSupport.parkNanos(end - System.nanoTime());
		}
	}

}
