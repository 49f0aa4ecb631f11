package dev.headway.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/** A pool that is made before its threads are needed. */
@Timeout(10)
class ThreadPoolStartTests {

	private final ThreadPool pool = ThreadPool.notStarted(new PoolSettings(2, 1, Spares.NONE, 10),
			System.getLogger("test"));

	private final CountDownLatch run = new CountDownLatch(1);

	@Test
	void jobsWaitForTheStart() throws Exception {
		this.pool.execute(this.run::countDown);
		assertThat(this.pool.queued()).isOne();
		assertThat(this.pool.busy()).isZero();
		this.pool.start();
		assertThat(this.run.await(5, TimeUnit.SECONDS)).isTrue();
		assertThat(this.pool.close(Duration.ofSeconds(5))).isZero();
	}

	@Test
	void startAgainIsWithoutEffect() {
		this.pool.start();
		this.pool.start();
		assertThat(this.pool.workers()).hasSize(3);
		assertThat(this.pool.close(Duration.ofSeconds(5))).isZero();
	}

	@Test
	void closeWithoutStartEndsAtOnceAndForGood() {
		assertThat(this.pool.close(Duration.ofMinutes(1))).isZero();
		assertThat(this.pool.close(Duration.ofMinutes(1))).isZero();
		this.pool.start();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> this.pool.execute(this.run::countDown));
	}

	@Test
	void jobsOfAPoolThatIsClosedWithoutStartAreAbandoned() {
		this.pool.execute(this.run::countDown);
		assertThat(this.pool.close(Duration.ofMinutes(1))).isOne();
		assertThat(this.run.getCount()).isOne();
	}

}
