package dev.headway.actuate;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import dev.headway.worker.Spares;
import dev.headway.worker.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class SparesWatchTests {

	@Test
	void spentSparesAreWarnedOfOnce(CapturedOutput output) {
		CountDownLatch release = new CountDownLatch(1);
		Spares spares = new Spares(2, Duration.ofMillis(1));
		try (ThreadPool pool = new ThreadPool(1, 1, spares, 50, System.getLogger("test"))) {
			SparesWatch watch = new SparesWatch(pool);
			stall(pool, release);
			stall(pool, release);
			await().until(() -> pool.sparesInUse() == 1);
			watch.warn();
			assertThat(output).doesNotContain("spares are in use");
			stall(pool, release);
			await().until(() -> pool.sparesInUse() == 2 && pool.busy() == 3);
			watch.warn();
			watch.warn();
			assertThat(output).containsOnlyOnce("All 2 spares are in use; when they get stuck too, all requests "
					+ "have to wait: ThreadPool[3 of 4 workers busy, 0 of 50 jobs queued]");
			release.countDown();
		}
	}

	@Test
	void poolWithoutSparesIsNotWarnedOf(CapturedOutput output) {
		try (ThreadPool pool = new ThreadPool(1)) {
			new SparesWatch(pool).warn();
			assertThat(output).doesNotContain("spares are in use");
		}
	}

	private static void stall(ThreadPool pool, CountDownLatch until) {
		pool.execute(() -> {
			try {
				until.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
	}

}
