package dev.headway.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/** A pool that is closed again, as by a container that closes all that it has made. */
@Timeout(20)
class PoolClosingTests {

	private static final Duration LONG = Duration.ofMinutes(1);

	private final CountDownLatch release = new CountDownLatch(1);

	static Stream<WorkerPool> pools() {
		return Stream.of(new ThreadPool(1),
				new ElasticPool(Executors.newCachedThreadPool(), 1, 1, 10, TestLogger.SILENT));
	}

	@ParameterizedTest
	@MethodSource("pools")
	void closingAgainDoesNotWaitForJobsThatWereGivenUp(WorkerPool pool) {
		pool.execute(this::blockThroughInterrupts);
		assertThat(pool.close(Duration.ofMillis(10))).isEqualTo(1);
		assertThat(pool.close(LONG)).as("at once").isZero();
		this.release.countDown();
	}

	@ParameterizedTest
	@MethodSource("pools")
	void closingAgainWhileAnotherThreadDoesWaitsAsWell(WorkerPool pool) throws InterruptedException {
		pool.execute(this::blockThroughInterrupts);
		List<Thread> closers = Stream.generate(() -> new Thread(() -> pool.close(LONG))).limit(2).toList();
		closers.forEach(Thread::start);
		for (Thread closer : closers) {
			closer.join(200);
			assertThat(closer.isAlive()).isTrue();
		}
		this.release.countDown();
		for (Thread closer : closers) {
			closer.join();
		}
		assertThat(pool.busy()).isZero();
	}

	private void blockThroughInterrupts() {
		boolean interrupted = false;
		while (this.release.getCount() > 0) {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
