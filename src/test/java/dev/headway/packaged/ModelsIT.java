package dev.headway.packaged;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import com.jayway.jsonpath.DocumentContext;
import com.jayway.jsonpath.JsonPath;
import dev.headway.site.model.Model;
import dev.headway.testing.Answer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The same pages under each model, and the typical behaviour of each. */
@LongTest
@Timeout(120)
class ModelsIT {

	private static final Duration LIMIT = Duration.ofSeconds(30);

	/** All models that this JDK can run. */
	static Stream<String> models() {
		return Arrays.stream(Model.values()).map(Model::label).filter(ModelsIT::runs);
	}

	/** The models that any number of sleepers shouldn't delay. */
	static Stream<String> unimpressed() {
		return Stream.of("thread-per-request", "async-single-thread", "async-multi-thread", "virtual-threads")
			.filter(ModelsIT::runs);
	}

	private static boolean runs(String model) {
		return !model.equals("virtual-threads") || Runtime.version().feature() >= 21;
	}

	@ParameterizedTest
	@MethodSource("models")
	void servesShowsItselfAndGoesDownInPeace(String model) throws Exception {
		try (PackagedServer server = start(model, "--headway.sleep=2s", "--management.server.port=0")) {
			Answer hello = get(server, "/");
			assertThat(hello.status()).isEqualTo(200);
			assertThat(hello.body()).contains("<h1>Hello!</h1>");
			Answer missing = get(server, "/nope");
			assertThat(missing.status()).isEqualTo(404);
			assertThat(missing.body()).contains("<h1>Oops!</h1>");
			List<CompletableFuture<Answer>> sleepers = RawConnection.ask(server.address(), "/sleep", 6);
			await().atMost(LIMIT).untilAsserted(() -> assertShown(server, model));
			assertThat(Metrics.of(server).sum("headway_worker_requests_total")).isGreaterThanOrEqualTo(2);
			server.terminate();
			assertAnswered(sleepers);
			assertThat(sleepers).allSatisfy((sleeper) -> assertThat(sleeper.join().body()).isEqualTo(hello.body()));
			assertThat(server.exitCode(LIMIT)).isEqualTo(143);
			assertThat(server.log()).containsPattern("Going down: no new connections; \\d+ running, \\d+ queued")
				.contains("Shutting down")
				.doesNotContain("ERROR", "Out of time", "Gave up on");
		}
	}

	/** Checks the endpoint while six requests sleep. */
	private static void assertShown(PackagedServer server, String model) throws Exception {
		DocumentContext json = workers(server);
		assertThat(json.<String>read("$.model.name")).isEqualTo(model);
		assertThat(json.<String>read("$.model.description")).endsWith(".");
		List<String> sleeping = json.read("$.running[*].path");
		assertThat(sleeping).allMatch("/sleep"::equals);
		int busy = json.read("$.busy");
		int workers = json.<List<?>>read("$.workers[?(@.inUse == true)]").size();
		switch (model) {
			case "single-thread" -> assertThat(List.of(workers, busy, sleeping.size())).containsExactly(1, 1, 1);
			case "thread-pool" -> assertThat(List.of(workers, busy, sleeping.size())).containsExactly(5, 4, 4);
			case "fork-join" -> assertThat(List.of(workers, busy, sleeping.size())).containsExactly(0, 4, 4);
			case "async-single-thread" -> assertThat(List.of(workers, busy)).containsExactly(1, 0);
			case "async-multi-thread" -> assertThat(List.of(workers, busy)).containsExactly(4, 0);
			default -> assertThat(List.of(workers, busy, sleeping.size())).containsExactly(0, 6, 6);
		}
	}

	@Test
	void singleThreadHasEverybodyWaitForOneSleeper() throws Exception {
		try (PackagedServer server = start("single-thread", "--headway.sleep=3s", "--management.server.port=0")) {
			CompletableFuture<Answer> sleeper = RawConnection.ask(server.address(), "/sleep", 1).get(0);
			await().until(() -> Metrics.of(server).sum("headway_worker_busy") == 1);
			long start = System.nanoTime();
			assertThat(get(server, "/").status()).isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofSeconds(1));
			assertAnswered(List.of(sleeper));
		}
	}

	@ParameterizedTest
	@MethodSource("unimpressed")
	void sixtyFourSleepersTakeOneSleepAndNobodyElseFeelsThem(String model, TestReporter reporter) throws Exception {
		try (PackagedServer server = start(model, "--headway.sleep=1s");
				Prober prober = Prober.start(server.address())) {
			long start = System.nanoTime();
			assertAnswered(RawConnection.ask(server.address(), "/sleep", 64));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(1),
					Duration.ofSeconds(2));
			Prober.Figures figures = prober.stop();
			reporter.publishEntry(model + ": " + figures);
			figures.assertServedWithin(Duration.ofMillis(800));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "fork-join", "thread-pool" })
	void eightSleepersTakeTwoSleepsOfFour(String model) throws Exception {
		String express = model.equals("thread-pool") ? "--headway.pool.express=0" : "--headway.pool.size=4";
		try (PackagedServer server = start(model, "--headway.sleep=1s", express)) {
			long start = System.nanoTime();
			assertAnswered(RawConnection.ask(server.address(), "/sleep", 8));
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofSeconds(2),
					Duration.ofMillis(2900));
		}
	}

	@Test
	void threadPoolKeepsQuickRequestsQuickBesideSixtyFourSleepers(TestReporter reporter) throws Exception {
		try (PackagedServer server = start("thread-pool", "--headway.sleep=200ms");
				Prober prober = Prober.start(server.address())) {
			assertAnswered(RawConnection.ask(server.address(), "/sleep", 64));
			Prober.Figures figures = prober.stop();
			reporter.publishEntry(figures.toString());
			// an order of magnitude above what is expected, and below one sleep
			figures.assertServedWithin(Duration.ofMillis(190));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "async-single-thread", "async-multi-thread" })
	void asynchronousSleepersAreRefusedWhenTimeIsUp(String model) throws Exception {
		try (PackagedServer server = start(model, "--headway.sleep=20s",
				"--spring.lifecycle.timeout-per-shutdown-phase=4s", "--management.server.port=0")) {
			List<CompletableFuture<Answer>> sleepers = RawConnection.ask(server.address(), "/sleep", 5);
			await().until(() -> workers(server).<Integer>read("$.suspended") == 5);
			server.terminate();
			assertThat(server.exitCode(Duration.ofSeconds(10))).isEqualTo(143);
			assertThat(sleepers).allSatisfy(
					(sleeper) -> assertThat(sleeper).succeedsWithin(LIMIT).extracting(Answer::status).isEqualTo(503));
			assertThat(server.log())
				.contains("Out of time: refusing with 503 what is left; 0 running, 0 queued, 5 waiting")
				.doesNotContain("left without an answer");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsBeyondTheLimitWaitInOrder() throws Exception {
		try (PackagedServer server = start("virtual-threads", "--headway.sleep=1s", "--headway.virtual-threads.limit=3",
				"--management.server.port=0")) {
			// the first scrape of a cold server may take longer than a sleep
			assertThat(Metrics.of(server).sum("headway_queue_size")).isZero();
			List<CompletableFuture<Answer>> sleepers = RawConnection.ask(server.address(), "/sleep", 6);
			await().until(() -> Metrics.of(server).sum("headway_queue_size") == 3);
			assertThat(Metrics.of(server).sum("headway_worker_busy{worker=\"all\"}")).isEqualTo(3);
			assertAnswered(sleepers);
		}
	}

	private static DocumentContext workers(PackagedServer server) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(server.metrics().resolve("workers")).build();
		return JsonPath.parse(HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body());
	}

	private static PackagedServer start(String model, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--headway.model=" + model);
		return PackagedServer.start(all.toArray(String[]::new));
	}

	private static Answer get(PackagedServer server, String path) throws IOException {
		return RawConnection.ask(server.address(), path).join();
	}

	private static void assertAnswered(List<CompletableFuture<Answer>> answers) {
		assertThat(answers)
			.allSatisfy((answer) -> assertThat(answer).succeedsWithin(LIMIT).extracting(Answer::status).isEqualTo(200));
	}

}
