package dev.headway.packaged;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

import dev.headway.testing.Answer;
import dev.headway.testing.KeepAliveClient;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** How the server shuts down after a signal; the JVM's status is 128 + SIGTERM. */
@LongTest
@Timeout(120)
class DrainIT {

	private static final Duration END = Duration.ofSeconds(40);

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void requestsThatRunAndWaitAreAnsweredBeforeTheEnd() throws Exception {
		try (PackagedServer server = scraped("--headway.sleep=1s")) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 10);
			await().until(() -> Metrics.of(server).sum("headway_waiting_size") == 6);
			server.terminate();
			assertAllAnswered(answers, 200);
			assertEnded(server, 5);
			assertThat(server.log()).contains("Going down: no new connections; 4 running, 0 queued, 6 waiting");
		}
	}

	@Test
	void requestsThatAreQueuedAreAnsweredBeforeTheEnd() throws Exception {
		// the only way to observe a server whose workers are all busy
		String watched = "--management.server.port=0";
		try (PackagedServer server = scraped("--headway.sleep=1s", "--headway.pool.express=0", watched)) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 10);
			await().until(() -> Metrics.of(server).sum("headway_queue_size") == 6);
			server.terminate();
			assertAllAnswered(answers, 200);
			assertEnded(server, 4);
			assertThat(server.log()).contains("Going down: no new connections; 4 running, 6 queued, 0 waiting");
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 0, 0, 1, 1, 1 })
	void requestsSentRightBeforeTheSignalAreAnswered(int express) throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.sleep=300ms",
				"--headway.pool.express=" + express)) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 10);
			server.terminate();
			assertAllAnswered(answers, 200);
			assertEnded(server, 4 + express);
		}
	}

	@RepeatedTest(5)
	void noRequestOnAnAcceptedConnectionIsLeftUnanswered(TestReporter reporter) throws Exception {
		try (PackagedServer server = PackagedServer.start()) {
			KeepAliveClient clients = new KeepAliveClient(server.address(), 16);
			await().pollDelay(Duration.ofSeconds(1)).until(() -> clients.answered() > 1000);
			server.terminate();
			clients.awaitRefused();
			assertEnded(server, 5);
			reporter.publishEntry("%d answered on %d connections, %d refused, unanswered: %s"
				.formatted(clients.answered(), clients.connected(), clients.refused(), clients.unanswered()));
			assertThat(clients.unanswered()).isEmpty();
			assertThat(clients.refused()).isEqualTo(16);
		}
	}

	@Test
	void newConnectionsAreRefusedAndOldOnesClosedWhileTheManagementServerAnswersOn() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.sleep=3s", "--management.server.port=0");
				RawConnection old = RawConnection.open(server.address())) {
			old.send("/");
			assertThat(old.read()).hasValueSatisfying((answer) -> assertThat(answer.isLast()).isFalse());
			CompletableFuture<Answer> sleeper = RawConnection.ask(server.address(), "/sleep", 1).get(0);
			await().until(() -> Metrics.of(server).sum("headway_worker_busy") == 1);
			server.terminate();
			await().until(() -> server.log().contains("Going down"));
			assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> RawConnection.open(server.address()));
			old.send("/");
			assertThat(old.read()).hasValueSatisfying((answer) -> assertThat(answer.isLast()).isTrue());
			assertThat(old.read()).isEmpty();
			assertThat(sleeper).isNotDone();
			await().pollInterval(Duration.ofMillis(200)).until(() -> {
				assertOutOfService(server);
				return sleeper.isDone();
			});
			assertThat(sleeper.join().isLast()).isTrue();
			assertAllAnswered(List.of(sleeper), 200);
			assertEnded(server, 5);
		}
	}

	@Test
	void duringTheDelayReadinessRefusesWhileNewConnectionsAreServedOnceEach() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.drain.delay=4s", "--management.server.port=0");
				RawConnection old = RawConnection.open(server.address())) {
			server.terminate();
			await().until(() -> server.log().contains("new connections are taken for another 4000 ms"));
			assertOutOfService(server);
			old.send("/");
			assertThat(old.read()).hasValueSatisfying((answer) -> assertThat(answer.isLast()).isTrue());
			try (RawConnection latecomer = RawConnection.open(server.address())) {
				latecomer.send("/");
				assertThat(latecomer.read()).hasValueSatisfying((answer) -> {
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.isLast()).isTrue();
				});
				assertThat(latecomer.read()).isEmpty();
			}
			assertThat(server.log()).doesNotContain("Going down");
			await().atMost(Duration.ofSeconds(10)).until(() -> server.log().contains("Going down: no new connections"));
			assertEnded(server, 5);
		}
	}

	@Test
	void delayIsPartOfTheTimeThatTheShutdownMayTake() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.drain.delay=2s", "--headway.sleep=20s",
				"--spring.lifecycle.timeout-per-shutdown-phase=5s")) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 1);
			await().until(() -> Metrics.of(server).sum("headway_worker_busy") == 1);
			long start = System.nanoTime();
			server.terminate();
			assertThat(server.exitCode(END)).isEqualTo(143);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(3),
					Duration.ofMillis(6500));
			assertAllAnswered(answers, 503);
		}
	}

	private void assertOutOfService(PackagedServer server) throws Exception {
		assertThat(Metrics.of(server).text()).contains("headway_worker_busy{");
		URI readiness = server.metrics().resolve("health/readiness");
		HttpResponse<String> response = this.client.send(HttpRequest.newBuilder(readiness).build(),
				BodyHandlers.ofString());
		assertThat(response.statusCode()).isEqualTo(503);
		assertThat(response.body()).contains("\"status\":\"OUT_OF_SERVICE\"");
	}

	@Test
	void secondSignalChangesNothing() throws Exception {
		try (PackagedServer server = scraped("--headway.sleep=1s")) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 10);
			await().until(() -> Metrics.of(server).sum("headway_waiting_size") == 6);
			server.terminate();
			await().until(() -> server.log().contains("Going down"));
			server.terminate();
			assertAllAnswered(answers, 200);
			assertEnded(server, 5);
			assertThat(server.log().split("Going down", -1)).hasSize(2);
		}
	}

	/** The first scrape of a cold server may take longer than a sleep. */
	private static PackagedServer scraped(String... arguments) throws Exception {
		PackagedServer server = PackagedServer.start(arguments);
		assertThat(Metrics.of(server).sum("headway_worker_busy")).isLessThanOrEqualTo(1);
		return server;
	}

	private static void assertAllAnswered(List<CompletableFuture<Answer>> answers, int status) {
		assertThat(answers).allSatisfy(
				(answer) -> assertThat(answer).succeedsWithin(END).extracting(Answer::status).isEqualTo(status));
	}

	private static void assertEnded(PackagedServer server, int workers) throws InterruptedException {
		assertThat(server.exitCode(END)).isEqualTo(143);
		assertThat(server.log())
			.contains(IntStream.range(0, workers).mapToObj((number) -> "Shutting down worker " + number).toList())
			.doesNotContain("ERROR", "Out of time", "Gave up on", "Shutting down worker " + workers);
	}

}
