package dev.headway.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.testing.Answer;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import dev.headway.testing.QuickClient;
import dev.headway.testing.RawConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More connections than the server takes, or than its memory seems to allow. */
@LongTest
@Timeout(180)
class ConnectionFloodIT {

	private static final Log logger = LogFactory.getLog(ConnectionFloodIT.class);

	private static final Duration INSIDE_PACE = Duration.ofMillis(150);

	private static final String HALF_A_HEAD = "GET / HTTP/1.1\r\nHost: headway\r\nX-Half: ";

	@ParameterizedTest
	@ValueSource(strings = { "", HALF_A_HEAD, "\r\n" })
	void newcomersGetInThoughIdleConnectionsHoldAllPlaces(String first) throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.tomcat.max-connections=200");
				Prober inside = Prober.start(server.address(), INSIDE_PACE);
				HostileClients idle = flood(server, 200, first)) {
			await().atMost(Duration.ofSeconds(10)).until(() -> idle.connected() >= 199);
			try (HostileClients more = flood(server, 1000, first)) {
				await().atMost(Duration.ofSeconds(20)).until(() -> more.connected() == 1000);
				for (int i = 0; i < 20; i++) {
					try (QuickClient newcomer = new QuickClient(server.address(), Duration.ofSeconds(20))) {
						assertThat(newcomer.get()).isEqualTo(200);
					}
				}
			}
			Prober.Figures figures = inside.stop();
			logger.info("inside: " + figures);
			figures.assertServedWithin(Duration.ofSeconds(1));
			assertThat(server.log()).containsOnlyOnce("All 200 connections (server.tomcat.max-connections) are taken");
		}
	}

	/**
	 * Clients that are silent after their settings, or have left within a frame, which
	 * Tomcat doesn't report.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void newcomersGetInThoughConnectionsOfHttp2HoldAllPlaces(boolean leave) throws Exception {
		List<Http2Connection> clients = new ArrayList<>();
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true",
				"--server.tomcat.max-connections=100")) {
			for (int i = 0; i < 100; i++) {
				Http2Connection client = Http2Connection.open(server.address().getPort());
				clients.add(client);
				client.send(Arrays.copyOf(Http2Connection.frame(Http2Connection.HEADERS, 0, 1, new byte[20]), 15));
				if (leave) {
					client.close();
				}
			}
			for (int i = 0; i < 5; i++) {
				try (QuickClient newcomer = new QuickClient(server.address(), Duration.ofSeconds(10))) {
					assertThat(newcomer.get()).isEqualTo(200);
				}
			}
		}
		finally {
			for (Http2Connection client : clients) {
				client.close();
			}
		}
	}

	/** The poller and the accepting thread wake up together. */
	@RepeatedTest(5)
	void requestsThatArriveWhileTheProcessStandsStillAreAnswered() throws Exception {
		List<RawConnection> clients = new ArrayList<>();
		try (PackagedServer server = PackagedServer.start("--server.tomcat.max-connections=50")) {
			// one place is left: without any, the server closes what has been idle for a
			// while
			for (int i = 0; i < 49; i++) {
				RawConnection client = RawConnection.open(server.address());
				clients.add(client);
				client.send("/");
				assertThat(client.read()).get().extracting(Answer::status).isEqualTo(200);
			}
			signal(server, "STOP");
			try (HostileClients newcomers = flood(server, 10, "")) {
				for (RawConnection client : clients) {
					client.send("/");
				}
				// longer than a connection may be idle when its place is needed
				await().during(Duration.ofMillis(500)).until(() -> newcomers.connected() == 10);
				signal(server, "CONT");
				for (RawConnection client : clients) {
					assertThat(client.read()).get().extracting(Answer::status).isEqualTo(200);
				}
			}
		}
		finally {
			for (RawConnection client : clients) {
				client.close();
			}
		}
	}

	private static void signal(PackagedServer server, String name) throws Exception {
		Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(server.pid())).start();
		assertThat(kill.waitFor()).isZero();
	}

	@Test
	void connectionsWithARequestAreNeverClosedForNewcomers() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.tomcat.max-connections=50", "--headway.sleep=2s",
				"--headway.pool.size=50")) {
			List<CompletableFuture<Answer>> sleepers = new ArrayList<>();
			for (int i = 0; i < 50; i++) {
				sleepers.add(RawConnection.ask(server.address(), "/sleep"));
			}
			try (HostileClients more = flood(server, 100, "")) {
				await().atMost(Duration.ofSeconds(10)).until(() -> more.connected() > 50);
				assertThat(sleepers).allSatisfy((sleeper) -> assertThat(sleeper).succeedsWithin(Duration.ofSeconds(20))
					.extracting(Answer::status)
					.isEqualTo(200));
			}
		}
	}

	/**
	 * A slow request that waits keeps its connection: some have to be left for others.
	 * The crowd is the first that the server sees, so that no handler is known yet.
	 */
	@ParameterizedTest
	@CsvSource({ "1g, --server.tomcat.max-connections=1000", "1g, --server.tomcat.max-connections=50",
			"848m, --server.http2.enabled=true", "64m, --server.http2.enabled=true" })
	void newcomersGetInThoughManySlowRequestsWait(String heap, String property) throws Exception {
		try (PackagedServer server = PackagedServer.start(List.of("-Xmx" + heap), property, "--headway.sleep=15s")) {
			List<CompletableFuture<Answer>> sleepers = new ArrayList<>();
			for (int i = 0; i < 120; i++) {
				sleepers.add(RawConnection.ask(server.address(), "/sleep"));
			}
			for (int i = 0; i < 5; i++) {
				assertServes(server);
			}
			await().until(() -> sleepers.stream().anyMatch(CompletableFuture::isDone));
			assertThat(sleepers).filteredOn(CompletableFuture::isDone)
				.allSatisfy((refused) -> assertThat(refused.join().status()).isEqualTo(503));
		}
	}

	private static void assertServes(PackagedServer server) throws IOException {
		try (QuickClient newcomer = new QuickClient(server.address(), Duration.ofSeconds(5))) {
			assertThat(newcomer.get()).isEqualTo(200);
		}
	}

	/**
	 * 2,000 half heads and the application itself, by the sum in src/adr/0004-memory.md.
	 */
	@Test
	void twoThousandHalfHeadsFitIntoTheHeapThatTheSumGives() throws Exception {
		try (PackagedServer server = PackagedServer.start(List.of("-Xmx200m"))) {
			WorkersView view = new WorkersView(server);
			long before = view.heapBytes();
			try (Prober prober = Prober.start(server.address());
					HostileClients clients = flood(server, 2000, HALF_A_HEAD)) {
				await().atMost(Duration.ofSeconds(20)).until(() -> clients.connected() == 2000);
				long start = System.nanoTime();
				await().atMost(Duration.ofSeconds(10))
					.until(() -> System.nanoTime() - start > Duration.ofSeconds(3).toNanos());
				assertThat(server.log()).doesNotContain("OutOfMemoryError");
				logger.info("2000 half heads: heap from %d to %d MB".formatted(before >> 20, view.heapBytes() >> 20));
				Prober.Figures figures = prober.stop();
				logger.info(figures);
				assertThat(figures.failures()).isEmpty();
			}
			assertThat(server.log()).doesNotContain("OutOfMemoryError");
		}
	}

	private static HostileClients flood(PackagedServer server, int count, String first) {
		return HostileClients.open(server.address().getPort(), count, Duration.ofMillis(100),
				(round) -> (round == 0) ? first : "");
	}

}
