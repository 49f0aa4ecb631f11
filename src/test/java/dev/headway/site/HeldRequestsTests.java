package dev.headway.site;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Phaser;
import java.util.stream.Stream;

import dev.headway.testing.SiteClient;
import dev.headway.worker.ThreadPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The server while requests hold workers: until the test lets them go, for a cold
 * server's first scrape may take longer than a sleep.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class HeldRequestsTests {

	@LocalServerPort
	private int port;

	@Autowired
	private ThreadPool pool;

	@Autowired
	private HoldingController controller;

	private final SiteClient client = new SiteClient();

	@AfterEach
	void letGo() {
		this.controller.letGo.arrive();
		await().until(() -> this.pool.snapshot().busy() == 0);
	}

	@Test
	void rootAnswersAtOnceWhileFewerThanFourAreHeld() {
		List<CompletableFuture<HttpResponse<String>>> held = hold(3);
		await().until(() -> this.pool.snapshot().busy() == 3);
		assertThat(this.client.get(this.port, "/").statusCode()).isEqualTo(200);
		assertThat(held).noneMatch(CompletableFuture::isDone);
		this.controller.letGo.arrive();
		assertThat(held).allSatisfy((response) -> assertThat(response.join().statusCode()).isEqualTo(200));
	}

	@Test
	void tomcatsOwnMetersMatchThePool() {
		hold(2);
		// two held, and the worker that answers this; another may still close a
		// connection
		await().untilAsserted(() -> assertThat(this.client.get(this.port, "/actuator/prometheus").body())
			.containsPattern("tomcat_threads_busy_threads\\{.*} 3.0")
			.containsPattern("tomcat_threads_current_threads\\{.*} 5.0")
			.containsPattern("tomcat_threads_config_max_threads\\{.*} 21.0"));
	}

	private List<CompletableFuture<HttpResponse<String>>> hold(int requests) {
		return Stream.generate(() -> this.client.sendAsync(SiteClient.request(this.port, "/test/held")))
			.limit(requests)
			.toList();
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class HoldingController {

		/** Its only party is the test. */
		private final Phaser letGo = new Phaser(1);

		@GetMapping("/test/held")
		void held() throws InterruptedException {
			this.letGo.awaitAdvanceInterruptibly(this.letGo.getPhase());
		}

	}

}
