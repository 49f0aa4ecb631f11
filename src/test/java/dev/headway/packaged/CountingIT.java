package dev.headway.packaged;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import dev.headway.testing.Answer;
import dev.headway.testing.LogFile;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** All counters of requests count all requests of clients, and no others. */
@LongTest
@Timeout(120)
class CountingIT {

	private static final int REQUESTS = 200;

	private static final String REFUSALS = "http_server_requests_seconds_count{error=\"none\",exception=\"none\","
			+ "method=\"GET\",outcome=\"SERVER_ERROR\",status=\"503\",uri=\"/sleep\"}";

	@TempDir
	Path directory;

	@Test
	void whatTheServerAsksItselfIsCountedNowhere() throws Exception {
		try (PackagedServer server = PackagedServer.start(options("hidden"))) {
			assertCounted(server, 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "hidden" })
	void requestsAreCountedFromTheMomentThePortOpens(String accessLogCondition) throws Exception {
		URI address = URI.create("http://127.0.0.1:" + freePort() + "/");
		try (PackagedServer server = PackagedServer.launch(options(accessLogCondition, address))) {
			RawConnection first = await().pollInterval(Duration.ofMillis(1))
				.atMost(Duration.ofSeconds(60))
				.until(() -> connect(address), Optional::isPresent)
				.orElseThrow();
			try (first) {
				assertThat(ask(first)).isEqualTo(200);
			}
			for (int i = 1; i < REQUESTS; i++) {
				try (RawConnection next = RawConnection.open(address)) {
					assertThat(ask(next)).isEqualTo(200);
				}
			}
			await().atMost(Duration.ofSeconds(60)).until(() -> server.log().contains("Serving "));
			assertCounted(server, REQUESTS);
		}
	}

	@Test
	void refusalsAreCountedOnceAndEverywhere() throws Exception {
		try (PackagedServer server = PackagedServer.start(Stream
			.concat(Stream.of(options("hidden")),
					Stream.of("--headway.sleep=2s", "--headway.waiting.capacity=2", "--headway.waiting.timeout=500ms",
							"--headway.admission.rules[0].path=/sleep", "--headway.admission.rules[0].pace=slow"))
			.toArray(String[]::new))) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 12);
			List<Integer> statuses = answers.stream().map((answer) -> answer.join().status()).toList();
			int refused = Collections.frequency(statuses, 503);
			assertThat(statuses).containsOnly(200, 503);
			// the two that waited, and those for which there was no room
			assertThat(refused).isBetween(3, 8);
			assertCounted(server, 12 - refused, refused);
		}
	}

	private void assertCounted(PackagedServer server, int served) throws Exception {
		assertCounted(server, served, 0);
	}

	/**
	 * A request counts once its answer has been sent, so the figure may be a moment late.
	 * In meters that count scrapes as well, the present scrape counts at its end, and for
	 * servlets at its beginning.
	 */
	private void assertCounted(PackagedServer server, int served, int refused) throws Exception {
		int requests = served + refused;
		AtomicInteger scrapes = new AtomicInteger();
		await().untilAsserted(() -> {
			int before = scrapes.getAndIncrement();
			Metrics metrics = Metrics.of(server);
			assertThat(metrics.sum("headway_worker_requests_total")).isEqualTo(requests);
			assertThat(metrics.sum("headway_request_seconds_count")).isEqualTo(requests);
			assertThat(metrics.sum("headway_queue_wait_seconds_count")).isEqualTo(requests);
			assertThat(metrics.sum("headway_rejected_total")).isEqualTo(refused);
			assertThat(metrics.sum("http_server_requests_seconds_count")).isEqualTo(requests + before);
			assertThat(metrics.sum(REFUSALS)).isEqualTo(refused);
			assertThat(metrics.sum("tomcat_global_request_seconds_count")).isEqualTo(requests + before);
			assertThat(metrics.sum("tomcat_global_error_total")).isEqualTo(refused);
			assertThat(metrics.sum("tomcat_servlet_request_seconds_count")).isEqualTo(served + before + 1);
		});
		assertThat(server.log().lines().filter((line) -> line.endsWith("got a job; executing."))).hasSize(requests);
		List<String> clients = accessLog().stream().filter((line) -> !line.contains("/actuator/prometheus")).toList();
		assertThat(clients).hasSize(requests);
		assertThat(clients).filteredOn((line) -> line.contains("\" 503 ")).hasSize(refused);
	}

	private List<String> accessLog() throws IOException {
		try (Stream<Path> files = Files.list(this.directory)) {
			return LogFile.lines(files.findFirst().orElseThrow());
		}
	}

	private String[] options(String accessLogCondition) {
		return new String[] { "--logging.level.dev.headway.worker=debug", "--server.tomcat.accesslog.enabled=true",
				"--server.tomcat.accesslog.buffered=false", "--server.tomcat.accesslog.directory=" + this.directory,
				"--server.tomcat.accesslog.condition-unless=" + accessLogCondition };
	}

	private String[] options(String accessLogCondition, URI address) {
		return Stream.concat(Stream.of(options(accessLogCondition)), Stream.of("--server.port=" + address.getPort()))
			.toArray(String[]::new);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	private static Optional<RawConnection> connect(URI address) throws IOException {
		try {
			return Optional.of(RawConnection.open(address));
		}
		catch (ConnectException ex) {
			return Optional.empty();
		}
	}

	private static int ask(RawConnection connection) throws IOException {
		connection.send("/");
		return connection.read().map(Answer::status).orElse(0);
	}

}
