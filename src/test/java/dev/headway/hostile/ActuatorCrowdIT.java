package dev.headway.hostile;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Crowds of requests to Actuator, also from clients that don't read their answers. */
@LongTest
@Timeout(120)
class ActuatorCrowdIT {

	private static final int CROWD = 300;

	private static final HttpClient CLIENT = HttpClient.newHttpClient();

	@AutoClose
	private static PackagedServer server;

	@BeforeAll
	static void start() {
		server = PackagedServer.start();
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "/actuator/prometheus", "/actuator/workers", "/actuator/health", "/actuator;a/prometheus" })
	void crowdIsAnsweredAndHoldsNobodyUp(String path) throws Exception {
		List<CompletableFuture<Integer>> answers = new ArrayList<>();
		try (Prober prober = Prober.start(server.address())) {
			for (int i = 0; i < CROWD; i++) {
				answers.add(ask(path));
			}
			assertThat(answers)
				.allSatisfy((answer) -> assertThat(answer).succeedsWithin(Duration.ofSeconds(60)).isEqualTo(200));
			prober.stop().assertServedWithin(Duration.ofMillis(500));
		}
	}

	@Test
	void waitingScrapesThatLeaveGiveTheirPlaceBack() throws Exception {
		for (int round = 0; round < 5; round++) {
			List<Socket> leaving = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				leaving.add(request("/actuator/prometheus"));
			}
			for (Socket socket : leaving) {
				socket.setSoLinger(true, 0);
				socket.close();
			}
		}
		assertThat(ask("/actuator/health")).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/prometheus", "/actuator;a/prometheus", "/%61ctuator/prometheus" })
	void unreadScrapesHoldNoWorker(String path) throws Exception {
		String scrapes = "GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).repeat(79);
		try (Prober prober = Prober.start(server.address());
				HostileClients clients = HostileClients.openUnreading(server.address().getPort(), 20, scrapes)) {
			long start = System.nanoTime();
			while (System.nanoTime() - start < Duration.ofSeconds(3).toNanos()) {
				LockSupport.parkNanos(1_000_000);
			}
			assertThat(clients.connected()).isEqualTo(20);
			prober.stop().assertServedWithin(Duration.ofMillis(500));
		}
	}

	@Test
	void noScrapeCountsAsAClientsRequest() throws Exception {
		double before = Metrics.of(server).sum("headway_worker_requests_total");
		for (String path : List.of("/actuator/prometheus", "/actuator;a/prometheus", "/%61ctuator/health")) {
			assertThat(ask(path)).succeedsWithin(Duration.ofSeconds(20)).isEqualTo(200);
		}
		assertThat(Metrics.of(server).sum("headway_worker_requests_total")).isEqualTo(before);
	}

	private static CompletableFuture<Integer> ask(String path) {
		HttpRequest request = HttpRequest.newBuilder(server.address().resolve(path))
			.timeout(Duration.ofSeconds(60))
			.build();
		return CLIENT.sendAsync(request, BodyHandlers.discarding()).thenApply(HttpResponse::statusCode);
	}

	private static Socket request(String path) throws IOException {
		Socket socket = new Socket(server.address().getHost(), server.address().getPort());
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
		return socket;
	}

}
