package dev.headway.packaged;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import dev.headway.testing.Answer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import dev.headway.testing.SteadyClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** More slow requests than slots, and their effect on other requests. */
@LongTest
@Timeout(120)
class AdmissionIT {

	private static final int SIZE = 4;

	private static final int CAPACITY = 10;

	private static final Duration LIMIT = Duration.ofSeconds(30);

	@Test
	void whatDoesNotFitIsRefusedAndQuickRequestsDoNotFeelIt(TestReporter reporter) throws Exception {
		try (PackagedServer server = start("--headway.waiting.timeout=2500ms");
				SteadyClient watcher = SteadyClient.ask(server.address(), "", "nope", "actuator/prometheus")) {
			makeSleepKnown(server);
			List<Answer> answers = RawConnection.ask(server.address(), "/sleep", 30)
				.stream()
				.map(CompletableFuture::join)
				.toList();
			List<Answer> refused = answers.stream().filter((answer) -> answer.status() == 503).toList();
			long served = answers.stream().filter((answer) -> answer.status() == 200).count();
			reporter.publishEntry("%d served, %d refused".formatted(served, refused.size()));
			assertThat(served + refused.size()).isEqualTo(30);
			// two rounds at least have their turn before the others time out
			assertThat(served).isBetween(2L * SIZE, (long) SIZE + CAPACITY);
			assertThat(refused).allSatisfy(AdmissionIT::assertRefusal);
			Metrics metrics = Metrics.of(server);
			double full = metrics.sum("headway_rejected_total{reason=\"full\"}");
			double timeout = metrics.sum("headway_rejected_total{reason=\"timeout\"}");
			assertThat(full + timeout).isEqualTo(refused.size());
			await().untilAsserted(() -> assertShown(server, served, refused.size()));
			// fewer if the machine is so slow that slots were free again before all had
			// come
			assertThat(full).isBetween(1.0, 30.0 - SIZE - CAPACITY);
			assertToldTwice(server, full, timeout);
			watcher.close();
			reporter.publishEntry("quick requests: " + watcher);
			assertThat(watcher.failures()).isEmpty();
			assertThat(watcher.answered()).isGreaterThan(60);
			assertThat(watcher.slowest()).isLessThan(Duration.ofSeconds(1));
		}
	}

	private static void assertRefusal(Answer answer) {
		assertThat(Integer.parseInt(answer.headers().get("retry-after"))).isBetween(1, 6);
		assertThat(answer.headers().get("content-type")).startsWith("text/html");
		assertThat(answer.body()).contains("503", "Service Unavailable").hasSizeLessThan(2000);
	}

	/** One sleep before these has made the handler known. */
	private static void assertShown(PackagedServer server, long served, int refused) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(server.address().resolve("actuator/workers")).build();
		String figures = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
		Map<String, Object> handler = JsonPath
			.<List<Map<String, Object>>>read(figures, "$.handlers[?(@.pattern == '/sleep')]")
			.get(0);
		assertThat(handler).containsEntry("method", "GET")
			.containsEntry("pace", "slow")
			.doesNotContainKey("declared")
			.containsEntry("quickShare", 0.0)
			.containsEntry("requests", (int) served + 1)
			.containsEntry("running", 0)
			.containsEntry("waiting", 0)
			.containsEntry("refused", refused);
		assertThat((double) handler.get("averageSeconds")).isBetween(1.0, 1.5);
	}

	private static void assertToldTwice(PackagedServer server, double full, double timeout) {
		await().atMost(LIMIT).until(() -> server.log().contains("Refusing no more"));
		assertThat(server.log().lines().filter((line) -> line.contains("Refusing"))).satisfiesExactly(
				(first) -> assertThat(first).contains("WARN", "Refusing requests: the waiting room is full"),
				(second) -> assertThat(second).contains("INFO",
						"Refusing no more: %.0f requests in ".formatted(full + timeout),
						"%.0f because the waiting room was full, %.0f after waiting too long".formatted(full,
								timeout)));
	}

	@Test
	void clientsThatGoAwayLeaveNeitherSlotsNorRoomTaken() throws Exception {
		try (PackagedServer server = start()) {
			List<RawConnection> gone = new ArrayList<>();
			for (int i = 0; i < SIZE + CAPACITY; i++) {
				RawConnection connection = RawConnection.open(server.address());
				connection.send("/sleep");
				gone.add(connection);
			}
			await().until(() -> Metrics.of(server).sum("headway_waiting_size") == CAPACITY);
			assertThat(Metrics.of(server).sum("headway_slots_taken")).isEqualTo(SIZE);
			for (RawConnection connection : gone) {
				connection.close();
			}
			await().atMost(LIMIT).until(() -> {
				Metrics metrics = Metrics.of(server);
				return metrics.sum("headway_waiting_size") == 0 && metrics.sum("headway_slots_taken") == 0
						&& metrics.sum("headway_worker_busy") == 0;
			});
			long start = System.nanoTime();
			assertAllServed(RawConnection.ask(server.address(), "/sleep", SIZE));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1),
					Duration.ofMillis(1900));
			assertAllServed(RawConnection.ask(server.address(), "/sleep", SIZE + CAPACITY));
			assertThat(Metrics.of(server).sum("headway_rejected_total")).isZero();
		}
	}

	@Test
	void clientThatComesBackWhenItIsToldToIsServedAtOnce(TestReporter reporter) throws Exception {
		try (PackagedServer server = start()) {
			makeSleepKnown(server);
			for (int round = 0; round < 2; round++) {
				List<CompletableFuture<Answer>> others = RawConnection.ask(server.address(), "/sleep", SIZE + CAPACITY);
				await().until(() -> Metrics.of(server).sum("headway_waiting_size") == CAPACITY);
				Answer refused = RawConnection.ask(server.address(), "/sleep", 1).get(0).join();
				assertThat(refused.status()).isEqualTo(503);
				Duration told = Duration.ofSeconds(Long.parseLong(refused.headers().get("retry-after")));
				reporter.publishEntry("told to come back in " + told.toSeconds() + " s");
				assertThat(told).as("up to twice as long as it takes")
					.isBetween(Duration.ofSeconds(3), Duration.ofSeconds(8));
				Executor then = CompletableFuture.delayedExecutor(told.toMillis(), TimeUnit.MILLISECONDS);
				long back = CompletableFuture.supplyAsync(System::nanoTime, then).join();
				assertAllServed(RawConnection.ask(server.address(), "/sleep", 1));
				// its own second, and at most one second of another request
				assertThat(Duration.ofNanos(System.nanoTime() - back)).isLessThan(Duration.ofMillis(2500));
				assertAllServed(others);
			}
		}
	}

	private static void makeSleepKnown(PackagedServer server) throws IOException {
		assertAllServed(RawConnection.ask(server.address(), "/sleep", 1));
	}

	private static PackagedServer start(String... arguments) throws Exception {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--headway.sleep=1s");
		all.add("--headway.waiting.capacity=" + CAPACITY);
		PackagedServer server = PackagedServer.start(all.toArray(String[]::new));
		// the first scrape of a cold client takes longer than a sleep
		assertThat(Metrics.of(server).sum("headway_waiting_size")).isZero();
		return server;
	}

	private static void assertAllServed(List<CompletableFuture<Answer>> answers) {
		assertThat(answers)
			.allSatisfy((answer) -> assertThat(answer).succeedsWithin(LIMIT).extracting(Answer::status).isEqualTo(200));
	}

}
