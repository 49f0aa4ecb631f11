package dev.headway.packaged;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.testing.Answer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Metrics;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How the server shuts down if requests take longer than it has. */
@LongTest
@Timeout(120)
class DrainDeadlineIT {

	private static final Duration END = Duration.ofSeconds(10);

	@Test
	void whenTimeIsUpWhatIsLeftIsRefused() throws Exception {
		try (PackagedServer server = PackagedServer.start("--spring.lifecycle.timeout-per-shutdown-phase=4s",
				"--headway.sleep=20s")) {
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 7);
			await().until(() -> Metrics.of(server).sum("headway_waiting_size") == 3);
			server.terminate();
			assertThat(server.exitCode(END)).isEqualTo(143);
			assertThat(answers).extracting((answer) -> answer.join().status()).containsOnly(503);
			assertThat(answers.stream()
				.map((answer) -> answer.join().headers().get("retry-after"))
				.filter((seconds) -> seconds != null)).as("of those that had not begun").hasSize(3);
			assertThat(server.log())
				.containsPattern("WARN .*Out of time: refusing with 503 what is left; 4 running, 0 queued, 3 waiting")
				.doesNotContain("left without an answer", "Gave up on");
		}
	}

	/** They have the slots of those that ended a moment before the time was up. */
	@Test
	void whenTimeIsUpThoseThatHaveJustBegunAreRefusedToo() throws Exception {
		try (PackagedServer server = PackagedServer.start("--spring.lifecycle.timeout-per-shutdown-phase=5s",
				"--headway.pool.size=2", "--headway.sleep=4s")) {
			Metrics.of(server);
			long start = System.nanoTime();
			List<CompletableFuture<Answer>> answers = RawConnection.ask(server.address(), "/sleep", 6);
			await().until(() -> Metrics.of(server).sum("headway_waiting_size") == 4);
			await().pollInterval(Duration.ofMillis(10))
				.until(() -> System.nanoTime() - start > Duration.ofMillis(450).toNanos());
			server.terminate();
			assertThat(server.exitCode(END)).isEqualTo(143);
			assertThat(answers).allSatisfy((answer) -> assertThat(answer).succeedsWithin(END));
			assertThat(answers).extracting((answer) -> answer.join().status()).contains(200, 503).hasSize(6);
			assertThat(server.log()).contains("Out of time: refusing with 503 what is left; 2 running")
				.doesNotContain("left without an answer", "Gave up on");
		}
	}

	/** A second is too short to see that nothing happens any more. */
	@Test
	void warnsOfRequestsWithoutAnAnswerOnlyIfThereAreAny() throws Exception {
		try (PackagedServer server = PackagedServer.start("--spring.lifecycle.timeout-per-shutdown-phase=1s",
				"--headway.sleep=20s")) {
			RawConnection.ask(server.address(), "/sleep", 4);
			await().until(() -> Metrics.of(server).sum("headway_slots_taken") == 4);
			server.terminate();
			assertThat(server.exitCode(END)).isEqualTo(143);
			assertThat(server.log()).contains("Out of time: refusing with 503 what is left; 4 running")
				.doesNotContain("without an answer; 0 running, 0 queued, 0 waiting, 0 unsent");
		}
	}

}
