package dev.headway.site;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.headway.testing.RawConnection;
import dev.headway.testing.RawExchange;
import dev.headway.testing.SiteClient;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerSnapshot;
import dev.headway.worker.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole server on a real port. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "headway.sleep=1s", "logging.level.dev.headway.worker=debug" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class ServerTests {

	private static final Duration SLEEP = Duration.ofSeconds(1);

	@LocalServerPort
	private int port;

	@Autowired
	private ThreadPool pool;

	private final SiteClient client = new SiteClient();

	@Test
	void fourSleepsTakeOneSleepAndTheFifthTakesTwo() {
		long start = System.nanoTime();
		List<CompletableFuture<Duration>> sleeps = IntStream.range(0, 5)
			.mapToObj((i) -> sleep().thenApply((response) -> {
				assertThat(response.statusCode()).isEqualTo(200);
				return Duration.ofNanos(System.nanoTime() - start);
			}))
			.toList();
		List<Duration> times = sleeps.stream().map(CompletableFuture::join).sorted().toList();
		assertThat(times.subList(0, 4)).allSatisfy((time) -> assertThat(time).isBetween(SLEEP, SLEEP.multipliedBy(2)));
		assertThat(times.get(4)).isBetween(SLEEP.multipliedBy(2), SLEEP.multipliedBy(3));
	}

	@Test
	void connectAndCloseAtOnceLeavesEveryWorkerAlive() throws Exception {
		flood(1000, (socket) -> {
		});
		everyWorkerServes();
	}

	@Test
	void garbageLeavesEveryWorkerAlive() throws Exception {
		byte[][] garbage = { "\0\1\2\3\4\5\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
				"GET".getBytes(StandardCharsets.US_ASCII), "GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII),
				new byte[20_000], "\r\n\r\n\r\n".getBytes(StandardCharsets.US_ASCII) };
		int[] next = { 0 };
		flood(1000, (socket) -> write(socket, garbage[next[0]++ % garbage.length]));
		everyWorkerServes();
	}

	@Test
	void jobLineIsWrittenForRequestsAndNotForConnections(CapturedOutput output) throws Exception {
		flood(50, (socket) -> {
		});
		long before = jobLines(output);
		IntStream.range(0, 10).forEach((i) -> assertThat(get("/").statusCode()).isEqualTo(200));
		assertThat(jobLines(output) - before).isEqualTo(10);
		assertThat(output).containsPattern("worker-(\\d)\\] .*Worker \\1 got a job; executing\\.");
	}

	@Test
	void healthHasLivenessAndReadiness() {
		for (String path : List.of("/actuator/health", "/actuator/health/liveness", "/actuator/health/readiness")) {
			HttpResponse<String> response = get(path);
			assertThat(response.statusCode()).isEqualTo(200);
			assertThat(response.body()).contains("\"status\":\"UP\"");
		}
	}

	@Test
	void failingHandlerGetsAPlainPage() {
		for (String accept : List.of("text/html", "application/json", "*/*")) {
			HttpResponse<String> response = this.client
				.send(SiteClient.request(this.port, "/test/failing").header("Accept", accept));
			assertThat(response.statusCode()).isEqualTo(500);
			assertThat(response.headers().firstValue("Content-Type")).contains("text/html;charset=UTF-8");
			assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
			assertThat(response.body()).contains("<h1>500</h1>")
				.doesNotContain("Exception", "secret", "dev.headway", "Tomcat");
		}
	}

	@Test
	void traceAndConnectAreNotFoundAndEchoNothing() throws Exception {
		for (String method : List.of("TRACE", "CONNECT")) {
			String answer = RawExchange.send(this.port,
					method + " / HTTP/1.1\r\nHost: localhost\r\nX-Secret: 1234\r\nConnection: close\r\n\r\n");
			assertThat(answer).startsWith("HTTP/1.1 404").contains("<title>404").doesNotContain("Secret", "Allow:");
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			If-Match      | "other"      | 412
			If-Match      | W/TAG        | 412
			If-Match      | "other", TAG | 200
			If-Match      | *            | 200
			If-None-Match | "other", TAG | 304
			If-None-Match | "other"      | 200
			""")
	void conditionalRequestIsAnsweredByThePagesTag(String header, String value, int status) {
		String tag = get("/").headers().firstValue("ETag").orElseThrow();
		for (String method : List.of("GET", "HEAD")) {
			HttpResponse<String> response = this.client.send(SiteClient.request(this.port, "/")
				.method(method, HttpRequest.BodyPublishers.noBody())
				.header(header, value.replace("TAG", tag)));
			assertThat(response.statusCode()).isEqualTo(status);
			assertThat(response.body().contains("<h1>412</h1>")).isEqualTo(status == 412 && method.equals("GET"));
		}
	}

	@Test
	void requestSentBeforeTheLastOneIsAnsweredGetsItsAnswer() throws Exception {
		try (RawConnection connection = RawConnection.open(URI.create("http://127.0.0.1:" + this.port + "/"))) {
			connection.send("/sleep");
			await().until(() -> this.pool.snapshot().busy() == 1);
			connection.send("/nope");
			assertThat(connection.read().orElseThrow().status()).isEqualTo(200);
			assertThat(connection.read().orElseThrow().status()).isEqualTo(404);
			connection.send("/");
			assertThat(connection.read().orElseThrow().status()).isEqualTo(200);
		}
	}

	private long jobLines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.endsWith("got a job; executing.")).count();
	}

	private void everyWorkerServes() {
		assertThat(get("/").statusCode()).isEqualTo(200);
		// requests until each worker has had one
		List<Long> before = requestsByWorker();
		await().untilAsserted(() -> {
			Stream.generate(this::sleep).limit(5).toList().forEach(CompletableFuture::join);
			assertThat(requestsByWorker()).zipSatisfy(before, (now, then) -> assertThat(now).isGreaterThan(then));
		});
		await().untilAsserted(() -> assertThat(this.pool.snapshot().workers()).extracting(WorkerSnapshot::state)
			.containsOnly(WorkerState.IDLE));
	}

	private List<Long> requestsByWorker() {
		return this.pool.snapshot()
			.workers()
			.stream()
			.limit(this.pool.size() + this.pool.express())
			.map(WorkerSnapshot::requests)
			.toList();
	}

	private void flood(int connections, Consumer<Socket> action) throws Exception {
		for (int i = 0; i < connections; i++) {
			try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port)) {
				action.accept(socket);
			}
		}
	}

	private static void write(Socket socket, byte[] bytes) {
		try {
			socket.getOutputStream().write(bytes);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private CompletableFuture<HttpResponse<String>> sleep() {
		return this.client.sendAsync(SiteClient.request(this.port, "/sleep"));
	}

	private HttpResponse<String> get(String path) {
		return this.client.get(this.port, path);
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class FailingController {

		@GetMapping("/test/failing")
		String failing() {
			throw new IllegalStateException("a secret");
		}

	}

}
