package dev.headway.packaged;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.testing.Answer;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(120)
class PackagedServerIT {

	private final HttpClient client = HttpClient.newHttpClient();

	@Test
	void servesAndIsSilentAboutSingleRequests() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.sleep=10ms")) {
			assertThat(get(server, "").statusCode()).isEqualTo(200);
			assertThat(get(server, "sleep").statusCode()).isEqualTo(200);
			assertThat(get(server, "nope").statusCode()).isEqualTo(404);
			assertThat(server.log()).doesNotContain("got a job");
			server.terminate();
			// 128 + SIGTERM, the JVM's usual status
			assertThat(server.exitCode(Duration.ofSeconds(30))).isEqualTo(143);
			assertThat(server.log()).contains("Shutting down worker 0", "Shutting down worker 3");
		}
	}

	@Test
	void logsARequestWhenAskedTo() throws Exception {
		try (PackagedServer server = PackagedServer.start("--logging.level.dev.headway.worker=debug")) {
			get(server, "");
			get(server, "nope");
			server.terminate();
			server.exitCode(Duration.ofSeconds(30));
			// four workers and the one beyond them, which all take from the same queue
			assertThat(server.log()).containsPattern("worker-([0-4])\\] .*Worker \\1 got a job; executing\\.");
			assertThat(server.log().split("got a job; executing", -1)).hasSize(3);
		}
	}

	/**
	 * Not in a test that shares its JVM: if the first Tomcat there registers no MBeans,
	 * none does.
	 */
	@Test
	void tomcatsOwnMetersMatchThePool() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.sleep=2s")) {
			assertThat(Metrics.of(server).sum("tomcat_threads_config_max_threads")).isEqualTo(4 + 1 + 16);
			List<CompletableFuture<Answer>> sleepers = RawConnection.ask(server.address(), "/sleep", 2);
			await().untilAsserted(() -> {
				Metrics metrics = Metrics.of(server);
				assertThat(metrics.sum("tomcat_threads_busy_threads")).as("and the one that answers").isEqualTo(2 + 1);
				assertThat(metrics.sum("tomcat_threads_current_threads")).isEqualTo(4 + 1);
			});
			assertThat(sleepers).allSatisfy((sleeper) -> assertThat(sleeper.join().status()).isEqualTo(200));
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "--headway.pool.size=0", "--headway.pool.size=-1", "--headway.pool.size=many" })
	void wrongSizeEndsTheProcessWithAnErrorCode(String argument) throws Exception {
		try (PackagedServer server = PackagedServer.launch(argument, "--server.port=0")) {
			assertThat(server.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
			assertThat(server.log()).contains("headway.pool.size").contains("for example headway.pool.size=4");
		}
	}

	@Test
	void takenPortEndsTheProcessWithAnErrorCode() throws Exception {
		try (PackagedServer first = PackagedServer.start();
				PackagedServer second = PackagedServer.launch("--server.port=" + first.address().getPort())) {
			assertThat(second.exitCode(Duration.ofSeconds(30))).isEqualTo(1);
			assertThat(second.log()).contains("Port " + first.address().getPort() + " was already in use");
		}
	}

	@Test
	void startsFromTheBeansOfTheBuild() throws Exception {
		try (PackagedServer server = PackagedServer.start("--headway.pool.size=2",
				"--headway.model=async-multi-thread")) {
			assertThat(server.log()).contains("Starting AOT-processed HeadwayApplication");
			assertThat(get(server, "actuator/prometheus").body()).contains("headway_worker_busy{worker=\"1\"}")
				.doesNotContain("worker=\"4\"");
		}
	}

	@Test
	void worksTheBeansOutIfAPropertyAsksForOthers() throws Exception {
		try (PackagedServer server = PackagedServer
			.start("--management.endpoints.web.exposure.include=health,metrics")) {
			assertThat(server.log()).doesNotContain("AOT-processed");
			assertThat(get(server, "").statusCode()).isEqualTo(200);
			assertThat(get(server, "actuator/metrics").statusCode()).isEqualTo(200);
			assertThat(get(server, "actuator/prometheus").statusCode()).isEqualTo(404);
		}
	}

	private HttpResponse<String> get(PackagedServer server, String path) throws Exception {
		URI uri = server.address().resolve(path);
		return this.client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

}
