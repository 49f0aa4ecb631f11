package dev.headway.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.QuickClient;
import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Twelve clients stop in the middle of the same input, more than there are workers, and a
 * quick request is answered at once.
 */
@LongTest
@Timeout(30)
class StalledInputIT {

	private static final int CLIENTS = 12;

	/** Long enough for all twelve to have reached a worker. */
	private static final Duration WATCH = Duration.ofMillis(150);

	private static final Duration BOUND = Duration.ofMillis(250);

	private static final int WARM_UP = 100;

	private static PackagedServer plain;

	private static TlsServer tls;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = PackagedServer.start("--headway.sleep=100ms");
		tls = TlsServer.start(directory, "--headway.sleep=100ms");
		// neither the client nor the server has done a TLS handshake before
		for (int i = 0; i < WARM_UP; i++) {
			quick(plain);
			quick(tls.server());
		}
	}

	@AfterAll
	static void stop() throws IOException {
		plain.close();
		tls.close();
	}

	static Stream<String> inputs() {
		return StalledInputs.all();
	}

	static Stream<String> someInputs() {
		return StalledInputs.some();
	}

	/** Parts of a TLS client's first message, and bytes that aren't one. */
	static Stream<String> handshakes() {
		return Stream.of("\u0016", "\u0016\u0003\u0001",
				"\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003", "\u0015\u0003\u0001\u0000\u0002",
				"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "\u0000\u0000\u0000");
	}

	@ParameterizedTest
	@MethodSource("inputs")
	void inputThatStopsHoldsNoWorker(String input) throws Exception {
		assertQuickBeside(input, plain, () -> new Socket(plain.address().getHost(), plain.address().getPort()));
	}

	@ParameterizedTest
	@MethodSource("someInputs")
	void inputThatStopsOverTlsHoldsNoWorker(String input) throws Exception {
		assertQuickBeside(input, tls.server(), tls::connect);
	}

	@ParameterizedTest
	@MethodSource("handshakes")
	void handshakeThatStopsHoldsNoWorker(String input) throws Exception {
		assertQuickBeside(input, tls.server(), () -> new Socket(tls.address().getHost(), tls.address().getPort()));
	}

	private static void assertQuickBeside(String input, PackagedServer server, Connector connector) throws Exception {
		List<Socket> clients = new ArrayList<>();
		try {
			for (int i = 0; i < CLIENTS; i++) {
				Socket client = connector.connect();
				clients.add(client);
				client.getOutputStream().write(input.getBytes(StandardCharsets.ISO_8859_1));
				client.getOutputStream().flush();
			}
			long start = System.nanoTime();
			while (System.nanoTime() - start < WATCH.toNanos()) {
				assertThat(quick(server)).isLessThan(BOUND);
			}
		}
		finally {
			for (Socket client : clients) {
				client.close();
			}
		}
	}

	/** How long a quick request takes on a new connection. */
	private static Duration quick(PackagedServer server) throws IOException {
		long start = System.nanoTime();
		int status = (server == plain) ? plainQuick() : tls.get("/");
		assertThat(status).isEqualTo(200);
		return Duration.ofNanos(System.nanoTime() - start);
	}

	private static int plainQuick() throws IOException {
		try (QuickClient client = new QuickClient(plain.address(), Duration.ofSeconds(20))) {
			return client.get();
		}
	}

	private interface Connector {

		Socket connect() throws IOException, GeneralSecurityException;

	}

}
