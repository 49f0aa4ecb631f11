package dev.headway.tomcat;

import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.Answer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** Requests that wait for a worker for longer than the timeout. */
@Timeout(60)
class OverdueRequestsTests {

	/** One worker serves them, each as long as the timeout. */
	@ParameterizedTest
	@CsvSource({ "enforce, true", "observe, false", "off, false" })
	void areRefusedOnlyIfDecisionsAreEnforced(String mode, boolean refused) throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(HeadwayApplication.class, "--server.port=0",
				"--headway.pool.size=1", "--headway.pool.express=0", "--headway.pool.spares=0", "--headway.sleep=300ms",
				"--headway.waiting.timeout=300ms", "--headway.admission.mode=" + mode)) {
			URI uri = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
			List<CompletableFuture<Answer>> answers = RawConnection.ask(uri, "/sleep", 4);
			List<Integer> statuses = answers.stream().map((answer) -> answer.join().status()).distinct().toList();
			assertThat(statuses).containsExactlyInAnyOrderElementsOf(refused ? List.of(200, 503) : List.of(200));
		}
	}

}
