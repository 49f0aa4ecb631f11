package dev.headway.actuate;

import java.util.concurrent.CountDownLatch;

import dev.headway.worker.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class UtilizationTests {

	@Test
	void idlePoolIsNotUtilized() {
		try (ThreadPool pool = new ThreadPool(2)) {
			assertThat(new Utilization(pool, System::nanoTime).shares()).containsExactly(0, 0);
		}
	}

	@Test
	void heldWorkerIsUtilizedAndItsNeighbourIsNot() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool pool = new ThreadPool(2)) {
			CountDownLatch begun = new CountDownLatch(1);
			pool.execute(() -> {
				begun.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					Thread.currentThread().interrupt();
				}
			});
			begun.await();
			Utilization utilization = new Utilization(pool, System::nanoTime);
			// the clocks of pool and samples are read one after the other, so give it
			// some time
			await().untilAsserted(() -> {
				utilization.sample();
				double[] shares = utilization.shares();
				assertThat(shares[0] + shares[1]).isBetween(0.9, 1.0);
				assertThat(Math.min(shares[0], shares[1])).isZero();
			});
			release.countDown();
		}
	}

}
