package dev.headway.hostile;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Clients that announce a long body and send a byte of it now and then. Each gets its
 * answer at once, without its body, and holds no worker.
 */
@LongTest
@Timeout(180)
class SlowBodyIT {

	private static final Log logger = LogFactory.getLog(SlowBodyIT.class);

	private static final Duration PACE = Duration.ofMillis(50);

	private static final Duration WAVE = Duration.ofMillis(1500);

	private static final int WAVES = 3;

	@AutoClose
	private static PackagedServer server;

	private final WorkersView workers = new WorkersView(server);

	@BeforeAll
	static void start() {
		server = PackagedServer.start();
	}

	static Stream<Arguments> attacks() {
		return Stream
			.of("Content-Length: 100000", "Transfer-Encoding: chunked",
					"Content-Length: 100000\r\nExpect: 100-continue")
			.flatMap((framing) -> Stream.of(4, 50, 200).map((count) -> arguments(count, framing)));
	}

	@ParameterizedTest
	@MethodSource("attacks")
	void slowBodiesAreAnsweredWithoutBeingWaitedFor(int count, String framing) throws Exception {
		try (Prober prober = Prober.start(server.address())) {
			double busyBefore = this.workers.busySeconds();
			long start = System.nanoTime();
			for (int wave = 0; wave < WAVES; wave++) {
				drip(count, framing);
			}
			double held = (this.workers.busySeconds() - busyBefore) / ((System.nanoTime() - start) / 1e9);
			Prober.Figures figures = prober.stop();
			logger.info("%d x %s: %s; %.2f workers busy on average".formatted(count, List.of(framing.lines().toArray()),
					figures, held));
			figures.assertServedWithin(Duration.ofSeconds(1));
			// if workers waited for bodies, all five would be busy
			assertThat(held).isLessThan(1);
		}
	}

	private void drip(int count, String framing) throws Exception {
		String body = framing.startsWith("Transfer") ? "186a0\r\n" : "";
		String head = "POST / HTTP/1.1\r\nHost: headway\r\n" + framing + "\r\n\r\n" + body;
		long start = System.nanoTime();
		try (HostileClients clients = HostileClients.open(server.address().getPort(), count, PACE,
				(round) -> (round == 0) ? head : "x")) {
			await().atMost(Duration.ofSeconds(10))
				.pollInterval(Duration.ofMillis(100))
				.failFast("a worker is held", () -> this.workers.longestHeld().compareTo(Duration.ofSeconds(1)) > 0)
				.until(() -> clients.answered("HTTP/1.1 404 ") == count && System.nanoTime() - start > WAVE.toNanos());
		}
	}

}
