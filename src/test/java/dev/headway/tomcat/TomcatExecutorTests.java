package dev.headway.tomcat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.headway.worker.Spares;
import dev.headway.worker.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class TomcatExecutorTests {

	@Test
	void sparesAreThreadsWhileTheyAreInUse() {
		CountDownLatch release = new CountDownLatch(1);
		Spares spares = new Spares(16, Duration.ofMillis(1));
		try (ThreadPool pool = new ThreadPool(2, 1, spares, 50, System.getLogger("test"))) {
			TomcatExecutor executor = new TomcatExecutor(pool);
			assertThat(executor.getPoolSize()).isEqualTo(3);
			assertThat(executor.getMaxThreads()).isEqualTo(19);
			for (int i = 0; i < 4; i++) {
				executor.execute(() -> waitFor(release));
			}
			await().untilAsserted(() -> assertThat(executor.getActiveCount()).isEqualTo(4));
			// while jobs wait, each stuck worker may get one: all four may be by then
			assertThat(executor.getPoolSize()).isBetween(3 + 1, 3 + 4);
			release.countDown();
		}
	}

}
