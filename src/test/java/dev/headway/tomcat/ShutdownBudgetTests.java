package dev.headway.tomcat;

import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.RawConnection;
import dev.headway.worker.WorkerPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The drain, Spring Boot's graceful shutdown and the pool share one deadline. */
@Timeout(60)
class ShutdownBudgetTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(4);

	@Test
	void handlersThatNothingEndsDoNotMakeTheShutdownLonger() throws Exception {
		ConfigurableApplicationContext context = start();
		CountDownLatch release = context.getBean(Blocking.class).release;
		try {
			URI server = URI.create("http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port"));
			for (int i : IntStream.range(0, 5).toArray()) {
				RawConnection.open(server).send("/test/blocked/" + i);
			}
			await().until(() -> context.getBean(WorkerPool.class).busy() >= 4);
			long start = System.nanoTime();
			context.close();
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(TIMEOUT.minusSeconds(1),
					TIMEOUT.plusMillis(1500));
		}
		finally {
			release.countDown();
		}
	}

	@Test
	void idleServerNeedsNoTime() {
		ConfigurableApplicationContext context = start();
		long start = System.nanoTime();
		context.close();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
	}

	private static ConfigurableApplicationContext start() {
		return new SpringApplicationBuilder(HeadwayApplication.class, Blocking.class).run("--server.port=0",
				"--spring.lifecycle.timeout-per-shutdown-phase=" + TIMEOUT.toSeconds() + "s");
	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class Blocking {

		private final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/test/blocked/*")
		String blocked() {
			while (true) {
				try {
					this.release.await();
					return "";
				}
				catch (InterruptedException ex) {
					// like code that ignores interrupts
				}
			}
		}

	}

}
