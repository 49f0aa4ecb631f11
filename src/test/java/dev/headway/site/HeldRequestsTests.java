package dev.headway.site;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import dev.headway.testing.SiteClient;
import dev.headway.worker.ThreadPool;
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

/** The server while requests hold workers, until the test lets them go. */
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

	@Test
	void rootAnswersAtOnceWhileFewerThanFourAreHeld() {
		List<CompletableFuture<HttpResponse<String>>> held = Stream
			.generate(() -> this.client.sendAsync(SiteClient.request(this.port, "/test/held")))
			.limit(3)
			.toList();
		await().until(() -> this.pool.snapshot().busy() == 3);
		assertThat(this.client.get(this.port, "/").statusCode()).isEqualTo(200);
		assertThat(held).noneMatch(CompletableFuture::isDone);
		this.controller.letGo.countDown();
		assertThat(held).allSatisfy((response) -> assertThat(response.join().statusCode()).isEqualTo(200));
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class HoldingController {

		private final CountDownLatch letGo = new CountDownLatch(1);

		@GetMapping("/test/held")
		void held() throws InterruptedException {
			this.letGo.await();
		}

	}

}
