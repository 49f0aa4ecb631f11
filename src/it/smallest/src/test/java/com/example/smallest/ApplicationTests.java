package com.example.smallest;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What the library promises, on whatever Spring Boot this was built with. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "headway.pool.size=2", "headway.pool.express=1" })
class ApplicationTests {

	private final HttpClient client = HttpClient.newHttpClient();

	private final Application application;

	private final Environment environment;

	@Autowired
	ApplicationTests(Application application, Environment environment) {
		this.application = application;
		this.environment = environment;
	}

	@Test
	void workersServeRequests() throws Exception {
		assertThat(get("/quick").body()).startsWith("worker-");
	}

	@Test
	void slowRequestsHoldNoQuickOneUp() throws Exception {
		List<CompletableFuture<HttpResponse<String>>> slow = Stream
			.generate(() -> this.client.sendAsync(request("/slow"), BodyHandlers.ofString()))
			.limit(6)
			.toList();
		await().until(() -> this.application.slow.get() >= 2);
		long start = System.nanoTime();
		assertThat(get("/quick").statusCode()).isEqualTo(200);
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		for (CompletableFuture<HttpResponse<String>> each : slow) {
			assertThat(each.get().body()).isEqualTo("done");
		}
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		return this.client.send(request(path), BodyHandlers.ofString());
	}

	private HttpRequest request(String path) {
		return HttpRequest
			.newBuilder(URI.create("http://localhost:" + this.environment.getProperty("local.server.port") + path))
			.build();
	}

}
