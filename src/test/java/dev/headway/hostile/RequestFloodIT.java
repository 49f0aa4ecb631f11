package dev.headway.hostile;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.QuickClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * More clients than workers: each waits longer, and throughput stays the same.
 */
@LongTest
@Timeout(120)
class RequestFloodIT {

	private static final Log logger = LogFactory.getLog(RequestFloodIT.class);

	private static final Duration LENGTH = Duration.ofSeconds(5);

	@AutoClose
	private static PackagedServer server;

	@BeforeAll
	static void start() {
		server = PackagedServer.start();
	}

	@Test
	void goodputStaysUnderOverload() throws Exception {
		load(4);
		double peak = load(4);
		double flooded = load(64);
		logger.info("goodput: %.0f/s with 4 clients, %.0f/s with 64, ratio %.2f (claim: 0.7)".formatted(peak, flooded,
				flooded / peak));
		// the machine is noisy and the clients run on it too
		assertThat(flooded / peak).isGreaterThan(0.5);
	}

	/** Answers per second; fails if a request has no answer, or another than 200. */
	private static double load(int clients) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(clients);
		try {
			long start = System.nanoTime();
			List<Callable<Long>> loops = Stream.generate(() -> loop(start + LENGTH.toNanos())).limit(clients).toList();
			long answers = 0;
			for (Future<Long> loop : threads.invokeAll(loops)) {
				answers += loop.get();
			}
			return answers / ((System.nanoTime() - start) / 1e9);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static Callable<Long> loop(long end) {
		URI address = server.address();
		return () -> ask(address, end);
	}

	private static long ask(URI address, long end) throws IOException {
		try (QuickClient client = new QuickClient(address, Duration.ofSeconds(10))) {
			long answers = 0;
			while (System.nanoTime() < end) {
				assertThat(client.get()).isEqualTo(200);
				answers++;
			}
			return answers;
		}
	}

}
