package dev.headway.actuate;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.headway.testing.RawExchange;
import dev.headway.testing.SiteClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static dev.headway.testing.SiteClient.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What is published agrees with what clients count, on real ports. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "headway.sleep=3s", "headway.pool.express=0",
				"headway.stuck-after=500ms", "logging.level.dev.headway.worker=debug" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class WorkersEndpointTests {

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	private final SiteClient client = new SiteClient();

	@Test
	void requestsOfAllWorkersAreTheRequestsOfAllClients() throws Exception {
		double before = metric("headway_worker_requests_total");
		double observedBefore = metric("headway_request_seconds_count");
		List<CompletableFuture<?>> clients = Stream
			.<CompletableFuture<?>>generate(() -> CompletableFuture.runAsync(() -> {
				for (int i = 0; i < 100; i++) {
					get(this.port, (i % 3 == 0) ? "/nope" : "/");
				}
			}))
			.limit(8)
			.toList();
		clients.forEach(CompletableFuture::join);
		connectAndClose(100);
		await().untilAsserted(() -> {
			assertThat(metric("headway_worker_requests_total") - before).isEqualTo(800);
			assertThat(metric("headway_request_seconds_count") - observedBefore).isEqualTo(800);
			assertThat(metric("headway_queue_wait_seconds_count")).isEqualTo(metric("headway_request_seconds_count"));
		});
	}

	@Test
	void suspendedRequestCountsOnce() {
		double before = metric("headway_worker_requests_total");
		for (int i = 0; i < 10; i++) {
			assertThat(get(this.port, "/test/suspended").body()).isEqualTo("resumed");
		}
		await().untilAsserted(() -> assertThat(metric("headway_worker_requests_total") - before).isEqualTo(10));
	}

	@Test
	void sleepersAreShownWithTheirPathAndTheQueueBehindThem() throws Exception {
		double busyBefore = metric("headway_worker_busy_seconds_total");
		List<CompletableFuture<HttpResponse<String>>> sleeps = Stream.generate(this::sleep).limit(8).toList();
		await().untilAsserted(() -> {
			assertThat(metric("headway_worker_busy")).isEqualTo(4);
			assertThat(metric("headway_queue_size")).isEqualTo(4);
		});
		JsonNode workers = workers();
		assertThat(workers.get("busy").asInt()).isEqualTo(4);
		assertThat(workers.get("queue").get("size").asInt()).isEqualTo(4);
		assertThat(workers.get("handlers")).as("without express workers nobody decides").isEmpty();
		assertThat(workers.get("workers")).hasSize(4).allSatisfy((worker) -> {
			assertThat(worker.get("state").asString()).isEqualTo("busy");
			assertThat(worker.get("current").get("path").asString()).isEqualTo("/sleep");
		});
		assertThat(get(this.managementPort, "/actuator/health").statusCode()).isEqualTo(200);
		sleeps.forEach((sleep) -> assertThat(sleep.join().statusCode()).isEqualTo(200));
		await().untilAsserted(() -> assertThat(metric("headway_worker_busy")).isZero());
		assertThat(metric("headway_worker_busy_seconds_total") - busyBefore).isBetween(24.0, 28.0);
		assertThat(metric("headway_queue_wait_seconds_sum")).isGreaterThan(10);
	}

	@Test
	void stuckWorkersAreToldOfAndReadinessStays() {
		// a cold server's first scrape may take longer than a sleep
		assertThat(metric("headway_workers_stuck")).isZero();
		assertThat(get(this.managementPort, "/actuator/health").statusCode()).isEqualTo(200);
		CompletableFuture<HttpResponse<String>> sleep = sleep();
		await().untilAsserted(() -> {
			assertThat(metric("headway_workers_stuck")).isEqualTo(1);
			assertThat(get(this.managementPort, "/actuator/health").body())
				.containsPattern("\"stuck\":\\[\"Worker \\d has been at GET /sleep for \\d s\"]");
		});
		for (String probe : List.of("liveness", "readiness")) {
			assertThat(get(this.managementPort, "/actuator/health/" + probe).statusCode()).isEqualTo(200);
		}
		sleep.join();
		await().untilAsserted(() -> assertThat(metric("headway_workers_stuck")).isZero());
	}

	@Test
	void hostilePathIsCutAndHarmless(CapturedOutput output) throws Exception {
		String path = "/%22%3E%3Cscript%3E%0D%0A" + "x".repeat(5000);
		long linesBefore = jobLines(output);
		assertThat(get(this.port, path).statusCode()).isEqualTo(404);
		await().untilAsserted(() -> assertThat(workers().get("workers")).anySatisfy((worker) -> {
			JsonNode last = worker.get("last").get(worker.get("last").size() - 1);
			assertThat(last.get("path").asString()).startsWith("/%22%3E%3Cscript%3E%0D%0Ax")
				.endsWith("x...")
				.hasSizeLessThan(130);
		}));
		assertThat(jobLines(output) - linesBefore).isEqualTo(1);
	}

	@Test
	void browserGetsTheBoardAndProgramsGetFigures() {
		HttpResponse<String> board = this.client.send(request(this.managementPort, "/actuator/workers").header("Accept",
				"text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
		assertThat(board.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
		assertThat(board.headers().firstValue("Content-Security-Policy"))
			.hasValueSatisfying((policy) -> assertThat(policy).startsWith("default-src 'none'; style-src 'sha256-")
				.contains("http://127.0.0.1:" + this.port));
		assertThat(board.headers().firstValue("Vary")).contains("Accept");
		assertThat(board.body()).startsWith("<!DOCTYPE html>").doesNotContain("{style}", "{script}");
		for (String accept : List.of("*/*", "application/json", "application/json, */*")) {
			HttpResponse<String> figures = this.client
				.send(request(this.managementPort, "/actuator/workers").header("Accept", accept));
			assertThat(figures.headers().firstValue("Content-Type")).contains("application/json");
			assertThat(figures.headers().firstValue("Cache-Control")).contains("no-store");
		}
	}

	@Test
	void pagesLetTheBoardInAndNobodyElse() {
		for (String path : List.of("/", "/sleep")) {
			for (String origin : List.of("http://127.0.0.1:" + this.port, "http://localhost:" + this.managementPort)) {
				HttpResponse<String> response = this.client.send(request(this.port, path).header("Origin", origin));
				assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).contains(origin);
				assertThat(response.headers().allValues("Vary")).contains("Origin");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "null", "", "::", "http://127.0.0.1:1", "http://127.0.0.1",
			"http://elsewhere.example:PORT", "http://127.0.0.1.elsewhere.example:PORT",
			"http://localhost.elsewhere.example:PORT", "https://localhost:PORT", "https://127.0.0.1:PORT",
			"ws://localhost:PORT", "HTTP://localhost:PORT", "//localhost:PORT", "localhost:PORT",
			"http://localhost:PORT.evil", "http://localhost:PORT0", "http://localhost:PORT/", "http://localhost:PORT/x",
			"http://localhost:PORT?x", "http://localhost:PORT#x", "http://localhost:PORT@evil.example",
			"http://user@localhost:PORT", "http://localhost:PORT evil", "http://localhost:PORT,http://evil.example",
			"http://localhost.:PORT", "http://localhost:0PORT", "http://[::1]:PORT" })
	void pagesLetNoOtherOriginReadThem(String origin) {
		HttpResponse<String> response = this.client
			.send(request(this.port, "/").header("Origin", origin.replace("PORT", Integer.toString(this.port))));
		assertThat(response.statusCode()).isEqualTo(200);
		assertThat(response.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
		assertThat(response.headers().allValues("Vary")).containsExactly("Origin");
	}

	@Test
	void cachesAreToldOfTheOriginWhereItCountsAndNowhereElse() {
		assertThat(get(this.port, "/").headers().allValues("Vary")).containsExactly("Origin");
		HttpResponse<String> missing = this.client
			.send(request(this.port, "/nope").header("Origin", "http://127.0.0.1:" + this.port));
		assertThat(missing.headers().map()).doesNotContainKeys("vary", "access-control-allow-origin");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/health", "/health/liveness", "/health/readiness", "/health/nope", "/prometheus",
			"/workers" })
	void answersOfActuatorAreNeitherCachedNorGuessedAt(String path) {
		HttpResponse<String> response = get(this.managementPort, "/actuator" + path);
		assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
		assertThat(response.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
	}

	@Test
	void foreignNameIsRefusedOnAPortOfItsOwnToo() throws IOException {
		String request = "GET /actuator/workers HTTP/1.1\r\nConnection: close\r\nHost: ";
		assertThat(RawExchange.send(this.managementPort, request + "evil.example\r\n\r\n")).startsWith("HTTP/1.1 403 ")
			.doesNotContain("\"workers\":");
		assertThat(RawExchange.send(this.managementPort, request + "localhost\r\n\r\n")).startsWith("HTTP/1.1 200 ");
	}

	private JsonNode workers() {
		return JsonMapper.shared().readTree(get(this.managementPort, "/actuator/workers").body());
	}

	/** The sum of a meter over its tags. */
	private double metric(String name) {
		Pattern line = Pattern.compile("^" + name + "(\\{[^}]*})? (\\S+)$", Pattern.MULTILINE);
		return line.matcher(get(this.managementPort, "/actuator/prometheus").body())
			.results()
			.mapToDouble((match) -> Double.parseDouble(match.group(2)))
			.sum();
	}

	private static long jobLines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.contains("got a job; executing.")).count();
	}

	private void connectAndClose(int times) throws IOException {
		for (int i = 0; i < times; i++) {
			new Socket("127.0.0.1", this.port).close();
		}
	}

	private CompletableFuture<HttpResponse<String>> sleep() {
		return this.client.sendAsync(request(this.port, "/sleep"));
	}

	private HttpResponse<String> get(int toPort, String path) {
		return this.client.get(toPort, path);
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class SuspendingController {

		@GetMapping("/test/suspended")
		Callable<String> suspended() {
			return () -> "resumed";
		}

	}

}
