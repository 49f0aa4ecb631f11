package dev.headway.hostile;

import java.time.Duration;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import dev.headway.testing.QuickClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Clients that request a lot at once and read nothing. No worker waits for them. */
@LongTest
@Timeout(120)
class SlowReaderIT {

	private static final Log logger = LogFactory.getLog(SlowReaderIT.class);

	private static final int CLIENTS = 50;

	private static final int REQUESTS = 100;

	/** The number of answers on one connection, by application.properties. */
	private static final int ANSWERS = 80;

	private static final Duration WATCHED = Duration.ofSeconds(3);

	@AutoClose
	private static PackagedServer server;

	private final WorkersView workers = new WorkersView(server);

	/** Two thousand answers at once take a cold server seconds of computing. */
	@BeforeAll
	static void startAndWarmUp() throws Exception {
		server = PackagedServer.start();
		try (QuickClient client = new QuickClient(server.address(), Duration.ofSeconds(20))) {
			for (int i = 0; i < 10_000; i++) {
				assertThat(client.get()).isEqualTo(200);
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/actuator/prometheus" })
	void unreadAnswersHoldNoWorker(String path) throws Exception {
		String requests = "GET %s HTTP/1.1\r\nHost: headway\r\n\r\n".formatted(path).repeat(REQUESTS);
		double busyBefore = this.workers.busySeconds();
		long requestsBefore = this.workers.requests();
		try (Prober prober = Prober.start(server.address());
				HostileClients clients = HostileClients.openUnreading(server.address().getPort(), CLIENTS, requests)) {
			awaitAllServed(clients, path, requestsBefore);
			// the burst itself took computing time; from now on a held worker would show
			Prober afterwards = Prober.start(server.address());
			double busyServed = this.workers.busySeconds();
			long served = System.nanoTime();
			await().atMost(Duration.ofSeconds(10))
				.pollInterval(Duration.ofMillis(100))
				.failFast("a worker is held", () -> this.workers.longestHeld().compareTo(Duration.ofSeconds(1)) > 0)
				.until(() -> System.nanoTime() - served > WATCHED.toNanos());
			double held = (this.workers.busySeconds() - busyServed) / ((System.nanoTime() - served) / 1e9);
			Prober.Figures figures = prober.stop();
			Prober.Figures whileUnread = afterwards.stop();
			logger.info(
					"%d unread x %d of %s: %s; %.2f s of workers' time; while unread: %s, %.2f workers busy on average"
						.formatted(CLIENTS, REQUESTS, path, figures, busyServed - busyBefore, whileUnread, held));
			assertThat(figures.failures()).isEmpty();
			whileUnread.assertServedWithin(Duration.ofSeconds(1));
			assertThat(held).isLessThan(1);
		}
	}

	/**
	 * Requests to Actuator aren't counted, so only an idle pool shows that they are done.
	 */
	private void awaitAllServed(HostileClients clients, String path, long requestsBefore) {
		await().atMost(Duration.ofSeconds(10)).until(() -> clients.connected() == CLIENTS);
		if (path.equals("/")) {
			await().atMost(Duration.ofSeconds(10))
				.until(() -> this.workers.requests() - requestsBefore >= CLIENTS * ANSWERS);
		}
		await().atMost(Duration.ofSeconds(2)).until(() -> this.workers.busy() == 0);
	}

}
