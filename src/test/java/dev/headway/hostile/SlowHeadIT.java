package dev.headway.hostile;

import java.time.Duration;
import java.util.List;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Clients that send their request's head a byte at a time. Each connection ends when the
 * time for a head is over, however busy it is.
 */
@LongTest
@Timeout(120)
class SlowHeadIT {

	private static final Log logger = LogFactory.getLog(SlowHeadIT.class);

	private static final int CLIENTS = 1000;

	private static final Duration PACE = Duration.ofMillis(250);

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: headway\r\nX-Drip: ";

	@AutoClose
	private static PackagedServer server;

	@BeforeAll
	static void start() {
		server = PackagedServer.start("--headway.client.head-timeout=2s");
	}

	@Test
	void slowHeadsEndWithTheirTime() throws Exception {
		try (Prober prober = Prober.start(server.address());
				HostileClients clients = HostileClients.open(port(), CLIENTS, PACE, SlowHeadIT::letter)) {
			await().atMost(Duration.ofSeconds(10)).until(() -> clients.ended() == CLIENTS);
			Prober.Figures figures = prober.stop();
			logger.info("%d slow heads, ended after %d to %d ms: %s".formatted(CLIENTS, clients.firstEnd().toMillis(),
					clients.lastEnd().toMillis(), figures));
			assertThat(clients.answered("HTTP/1.1 200 ")).isZero();
			assertThat(clients.firstEnd()).isGreaterThan(Duration.ofMillis(1800));
			figures.assertServedWithin(Duration.ofSeconds(1));
		}
	}

	private static String letter(int round) {
		return (round < REQUEST.length()) ? REQUEST.substring(round, round + 1) : "x";
	}

	@Test
	void headInThreePiecesWithinItsTimeIsServed() throws Exception {
		List<String> pieces = List.of("GET / HT", "TP/1.1\r\nHost: he", "adway\r\n\r\n");
		try (HostileClients clients = HostileClients.open(port(), 1, Duration.ofMillis(400),
				(round) -> (round < pieces.size()) ? pieces.get(round) : "")) {
			await().atMost(Duration.ofSeconds(10)).until(() -> clients.answered("HTTP/1.1 200 ") == 1);
		}
	}

	private static int port() {
		return server.address().getPort();
	}

}
