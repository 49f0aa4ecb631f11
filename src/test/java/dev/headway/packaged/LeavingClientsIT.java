package dev.headway.packaged;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
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
import static org.awaitility.Awaitility.await;

/** Clients that leave while their requests wait give their place to others at once. */
@LongTest
@Timeout(120)
class LeavingClientsIT {

	private static final int CROWD = 20;

	@AutoClose
	private static PackagedServer plain;

	@AutoClose
	private static TlsServer tls;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = PackagedServer.start("--headway.sleep=3s");
		tls = TlsServer.start(directory, "--headway.sleep=3s");
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoLeavesTakesNoPlace(boolean reset) throws Exception {
		leave(crowd(plain), plain, reset);
	}

	@Test
	void whoLeavesOverTlsTakesNoPlace() throws Exception {
		List<Socket> crowd = new ArrayList<>();
		for (int i = 0; i < CROWD; i++) {
			crowd.add(ask(tls.connect()));
		}
		assertWaiting(tls, CROWD - 4);
		for (Socket client : crowd) {
			client.close();
		}
		assertWaiting(tls, 0);
	}

	@Test
	void halfClosedClientsGetTheirAnswers() throws Exception {
		List<Socket> crowd = crowd(plain);
		for (Socket client : crowd) {
			client.shutdownOutput();
		}
		for (Socket client : crowd) {
			try (client) {
				String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("</html>\n");
			}
		}
	}

	@Test
	void clientThatSendsItsNextRequestEarlyGetsBothAnswers() throws Exception {
		List<Socket> crowd = crowd(plain);
		for (Socket client : crowd) {
			ask(client);
		}
		for (Socket client : crowd) {
			client.shutdownOutput();
		}
		for (Socket client : crowd) {
			try (client) {
				String answers = new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
				assertThat(answers.split("HTTP/1\\.1 200 ", -1)).hasSize(3);
			}
		}
	}

	private static void leave(List<Socket> crowd, PackagedServer server, boolean reset) throws Exception {
		for (Socket client : crowd) {
			client.setSoLinger(reset, 0);
			client.close();
		}
		await().atMost(Duration.ofSeconds(2))
			.pollInterval(Duration.ofMillis(50))
			.untilAsserted(() -> assertThat(Metrics.of(server).sum("headway_waiting_size")).isZero());
	}

	private static List<Socket> crowd(PackagedServer server) throws Exception {
		List<Socket> crowd = new ArrayList<>();
		for (int i = 0; i < CROWD; i++) {
			crowd.add(ask(new Socket(server.address().getHost(), server.address().getPort())));
		}
		await().untilAsserted(
				() -> assertThat(Metrics.of(server).sum("headway_waiting_size")).isGreaterThanOrEqualTo(CROWD - 4));
		return crowd;
	}

	private static void assertWaiting(TlsServer server, int least) {
		await().atMost(Duration.ofSeconds(5))
			.untilAsserted(() -> assertThat(server.waiting()).isBetween(least, least + 4));
	}

	private static Socket ask(Socket client) throws IOException {
		client.setSoTimeout(60_000);
		client.getOutputStream().write("GET /sleep HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		client.getOutputStream().flush();
		return client;
	}

}
