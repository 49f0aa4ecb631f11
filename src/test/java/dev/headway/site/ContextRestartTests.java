package dev.headway.site;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.admission.Admission;
import dev.headway.testing.Answer;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.LongTest;
import dev.headway.testing.RawConnection;
import dev.headway.worker.WorkerPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.availability.ApplicationAvailability;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** An application context that is stopped and started again, or paused. */
@LongTest
@Timeout(60)
class ContextRestartTests {

	private static final int ROUNDS = 3;

	/** With one second for the shutdown the requests that wait are refused. */
	@ParameterizedTest
	@ValueSource(strings = { "30s", "1s" })
	void servesAsBeforeAfterEachRestart(String timeout) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(HeadwayApplication.class, "--server.port=0",
				"--server.http2.enabled=true", "--headway.sleep=2s",
				"--spring.lifecycle.timeout-per-shutdown-phase=" + timeout)) {
			for (int round = 0; round < ROUNDS; round++) {
				List<CompletableFuture<Answer>> sleepers = sleepers(context);
				context.stop();
				assertThat(sleepers).allSatisfy((sleeper) -> assertThat(sleeper.join().status()).isIn(200, 503));
				context.start();
				assertServes(context);
			}
		}
	}

	/**
	 * Spring's tests pause contexts that they may use again, and leave the server alone.
	 */
	@Test
	void servesWhileItIsPausedAndAfterwards() throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(HeadwayApplication.class, "--server.port=0",
				"--server.http2.enabled=true")) {
			for (int round = 0; round < ROUNDS; round++) {
				context.pause();
				assertServes(context);
				context.restart();
				assertServes(context);
			}
		}
	}

	/** Four run, and two wait. */
	private static List<CompletableFuture<Answer>> sleepers(ConfigurableApplicationContext context) throws IOException {
		List<CompletableFuture<Answer>> sleepers = RawConnection.ask(uri(context), "/sleep", 6);
		await().until(() -> context.getBean(Admission.class).waiting() == 2);
		return sleepers;
	}

	private static void assertServes(ConfigurableApplicationContext context) throws IOException {
		assertThat(context.getBean(ApplicationAvailability.class).getReadinessState())
			.isEqualTo(ReadinessState.ACCEPTING_TRAFFIC);
		try (RawConnection connection = RawConnection.open(uri(context))) {
			for (int i = 0; i < 3; i++) {
				connection.send("/");
				assertThat(connection.read()).hasValueSatisfying((answer) -> {
					assertThat(answer.status()).isEqualTo(200);
					assertThat(answer.isLast()).as("kept alive").isFalse();
				});
			}
		}
		try (Http2Connection connection = Http2Connection.open(uri(context).getPort())) {
			connection.get(1, "/");
			assertThat(connection.readContent(1)).contains("<h1>");
		}
		WorkerPool pool = context.getBean(WorkerPool.class);
		await().until(() -> pool.busy() == 0 && pool.queued() == 0);
	}

	private static URI uri(ConfigurableApplicationContext context) {
		WebServerApplicationContext server = (WebServerApplicationContext) context;
		return URI.create("http://127.0.0.1:" + server.getWebServer().getPort() + "/");
	}

}
