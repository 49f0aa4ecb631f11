package dev.headway.lab;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

@Timeout(60)
class StatisticsTests {

	@Test
	void medianIsTheMiddleOne() {
		assertThat(Median.of(List.of(5.0, 1.0, 90.0))).isEqualTo(new Median(3, 5, 1, 90));
		assertThat(Median.of(List.of(4.0, 1.0, 2.0, 90.0))).isEqualTo(new Median(4, 3, 1, 90));
		assertThatIllegalArgumentException().isThrownBy(() -> Median.of(List.of()));
	}

	@Test
	void latencyIsInMilliseconds() {
		Histogram micros = Latency.histogram();
		for (int i = 1; i <= 100; i++) {
			micros.recordValue(i * 1000);
		}
		Latency latency = Latency.of(micros, 2);
		assertThat(latency.samples()).isEqualTo(100);
		assertThat(latency.p50()).isCloseTo(50, within(0.1));
		assertThat(latency.p99()).isCloseTo(99, within(0.1));
		assertThat(latency.max()).isCloseTo(100, within(0.1));
		assertThat(latency.failures()).isEqualTo(2);
	}

	@Test
	void processFiguresAreRead() {
		assertThat(ProcessFigures.parse("Name:\tjava\nVmHWM:\t  300 kB\nVmRSS:\t  200 kB\nThreads:\t17\n"))
			.isEqualTo(new ProcessFigures(17, 200));
		assertThat(new ProcessFigures(3, 200).max(new ProcessFigures(9, 100))).isEqualTo(new ProcessFigures(9, 200));
	}

	/** A client that stops asking while the server is stuck would see one long wait. */
	@Test
	void serverThatIsStuckForASecondIsSeenByAllWhoWouldHaveAsked() throws Exception {
		AtomicInteger requests = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 100);
		server.setExecutor(Executors.newSingleThreadExecutor());
		server.createContext("/", (exchange) -> {
			if (requests.incrementAndGet() == 10) {
				try {
					TimeUnit.SECONDS.sleep(1);
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			}
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		server.start();
		try (Client client = new Client(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), 64)) {
			Prober prober = new Prober(client, 50);
			long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
			prober.probeUntil(() -> System.nanoTime() > end);
			Latency latency = prober.latency();
			assertThat(latency.samples()).isBetween(95L, 101L);
			assertThat(latency.failures()).isZero();
			assertThat(latency.max()).isBetween(900.0, 1800.0);
			// about 50 of 100 requests came while the server was stuck, and waited half
			// of that time on average; the
			// median lies at their edge
			assertThat(latency.p99()).isGreaterThan(900);
		}
		finally {
			server.stop(0);
		}
	}

	@Test
	void requestThatIsNeverAnsweredCountsWithTheTimeItHasWaited() throws Exception {
		try (java.net.ServerSocket silent = new java.net.ServerSocket(0, 100,
				java.net.InetAddress.getByName("127.0.0.1"))) {
			try (Client client = new Client(URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/"), 64)) {
				Prober prober = new Prober(client, 20);
				long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
				prober.probeUntil(() -> System.nanoTime() > end);
				assertThat(prober.latency().samples()).isBetween(18L, 22L);
				assertThat(prober.latency().max()).isBetween(900.0, 1500.0);
			}
		}
	}

}
