package dev.headway.hostile;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;

import dev.headway.admission.Admission;
import dev.headway.testing.Answer;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.RawConnection;
import dev.headway.worker.WorkerPool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The backend of a quick handler begins to hang when twenty ask for it at once. There are
 * no spares, so the express worker must stay free from the first moment.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "headway.pool.spares=0" })
@Timeout(60)
class HangingHandlerTests {

	private static final int CROWD = 20;

	private static final int ROUNDS = 50;

	@LocalServerPort
	private int port;

	@Autowired
	private WorkerPool pool;

	@Autowired
	private Admission admission;

	@Autowired
	private Backend backend;

	@BeforeEach
	void becomeQuick() throws IOException {
		for (int i = 0; i < 20; i++) {
			assertThat(RawConnection.ask(server(), "/test/backend").join().status()).isEqualTo(200);
		}
		await().until(() -> this.pool.busy() == 0);
	}

	@Test
	void crowdOfConnectionsLeavesTheExpressWorkerFree() throws IOException {
		this.backend.hang();
		List<CompletableFuture<Answer>> answers = RawConnection.ask(server(), "/test/backend", CROWD);
		assertOthersAreServed();
		this.backend.recover();
		assertThat(answers).allSatisfy((answer) -> assertThat(answer.join().status()).isEqualTo(200));
	}

	@Test
	void crowdOfStreamsLeavesTheExpressWorkerFree() throws IOException {
		this.backend.hang();
		try (Http2Connection connection = Http2Connection.open(this.port)) {
			for (int stream = 1; stream <= 2 * CROWD - 1; stream += 2) {
				connection.get(stream, "/test/backend");
			}
			assertOthersAreServed();
			this.backend.recover();
			int ended = 0;
			while (ended < CROWD) {
				ended += connection.read().endsStream() ? 1 : 0;
			}
		}
	}

	private void assertOthersAreServed() throws IOException {
		for (int round = 0; round < ROUNDS; round++) {
			assertThat(RawConnection.ask(server(), "/").join().status()).isEqualTo(200);
		}
		await().until(() -> this.admission.waiting() == CROWD - this.pool.size());
		assertThat(this.admission.slotsTaken()).as("it was quick").isZero();
		await().atMost(Duration.ofSeconds(1)).until(() -> this.pool.busy() == this.pool.size());
	}

	private URI server() {
		return URI.create("http://127.0.0.1:" + this.port + "/");
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Configuration {

		@Bean
		Backend backend() {
			return new Backend();
		}

	}

	@RestController
	static class Backend {

		private volatile CountDownLatch recovered = new CountDownLatch(0);

		@GetMapping("/test/backend")
		String ask() throws InterruptedException {
			this.recovered.await();
			return "answer";
		}

		void hang() {
			this.recovered = new CountDownLatch(1);
		}

		void recover() {
			this.recovered.countDown();
		}

	}

}
