package dev.headway.worker;

import java.time.Duration;
import java.util.List;
import java.util.ResourceBundle;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How spares replace workers that are stuck. */
@Timeout(60)
class SpareWorkersTests {

	@AutoClose
	private final ClockedPool clocked = new ClockedPool();

	private final ThreadPool pool = this.clocked.pool();

	@Test
	void sparesAreThereFromTheStartIdleAndNotInUse() {
		assertThat(this.pool.spares()).isEqualTo(3);
		assertThat(this.pool.sparesInUse()).isZero();
		assertThat(this.pool.replaced()).isZero();
		assertThat(this.pool.workers()).extracting(Worker::number).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
		assertThat(this.pool.workers()).extracting(Worker::isSpare)
			.containsExactly(false, false, false, false, false, true, true, true);
		assertThat(this.pool.workers()).extracting(Worker::isInUse)
			.containsExactly(true, true, true, true, true, false, false, false);
		assertThat(this.pool.snapshot().size()).isEqualTo(5);
		assertThat(this.pool.snapshot().workers()).hasSize(8);
	}

	@Test
	void fourStuckWorkersCostNoSpareHoweverLongTheyAre() {
		this.clocked.stall(4);
		for (int i = 0; i < 10; i++) {
			this.clocked.advance(Duration.ofMillis(20));
			this.clocked.run();
		}
		assertThat(this.pool.replaced()).isZero();
	}

	@Test
	void fifthStuckWorkerCostsOneSpareAndNoMore() {
		this.clocked.stall(5);
		assertThat(this.pool.sparesInUse()).isZero();
		this.clocked.awaitSpares(1);
		for (int i = 0; i < 10; i++) {
			this.clocked.advance(Duration.ofMillis(20));
			this.clocked.run();
		}
		assertThat(this.pool.sparesInUse()).isEqualTo(1);
		assertThat(this.pool.replaced()).isEqualTo(1);
		assertThat(this.pool.workers().get(5).isInUse()).isTrue();
		assertThat(this.pool.snapshot().workers().get(5).jobs()).isEqualTo(10);
		assertThat(this.pool.snapshot().size()).isEqualTo(6);
		assertThat(this.pool).hasToString("ThreadPool[5 of 6 workers busy, 0 of 1000 jobs queued]");
	}

	@Test
	void spareComesThoughNoJobWaits() {
		this.clocked.stall(5);
		this.clocked.awaitSpares(1);
		assertThat(this.pool.queued()).isZero();
	}

	/** The clock stops before the workers are stuck. */
	@Test
	void jobBehindFiveThatStallDoesNotWaitUntilTheyAreStuck() {
		this.clocked.stall(5);
		CountDownLatch run = new CountDownLatch(1);
		this.pool.execute(run::countDown);
		await().pollInterval(Duration.ofMillis(20)).until(() -> {
			this.clocked.advance(Duration.ofMillis((this.clocked.now() < 49_000_000) ? 1 : 0));
			return run.getCount() == 0;
		});
		assertThat(this.pool.sparesInUse()).isEqualTo(1);
		assertThat(this.pool.replaced()).isEqualTo(1);
	}

	/** With one spare at a time it would be the sixth that runs the last job. */
	@Test
	void jobBehindManyThatStallWaitsForAFewRoundsOnly() {
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool stalled = this.clocked.another(4, 16, TestLogger.SILENT)) {
			for (int i = 0; i < 10; i++) {
				stalled.execute(() -> waitFor(release));
			}
			CountDownLatch run = new CountDownLatch(1);
			stalled.execute(run::countDown);
			await().until(() -> stalled.busy() == 5);
			int rounds = 0;
			while (run.getCount() > 0) {
				int before = stalled.sparesInUse();
				this.clocked.awaiting(Duration.ofMillis(5),
						() -> stalled.sparesInUse() > before || run.getCount() == 0);
				rounds++;
				// the spares that came take their jobs
				await().until(() -> stalled.busy() == Math.min(10, 5 + stalled.sparesInUse()));
			}
			assertThat(rounds).isLessThanOrEqualTo(3);
			release.countDown();
		}
	}

	/** A console that nobody reads blocks all threads that log. */
	@Test
	void sparesComeThoughTheLogIsWhatAllAreStuckIn() {
		CountDownLatch stalled = new CountDownLatch(1);
		try (ThreadPool silent = this.clocked.another(1, 3, new StalledLogger(stalled))) {
			for (int i = 0; i < 6; i++) {
				silent.execute(() -> Worker.current().orElseThrow().begin("GET", "/"));
			}
			// with as many attempts as it takes
			this.clocked.outOfThreads(true);
			this.clocked.awaiting(Duration.ofMillis(5), () -> this.clocked.attempts().size() == 3);
			this.clocked.outOfThreads(false);
			this.clocked.awaiting(Duration.ofMillis(5), () -> silent.sparesInUse() == 3 && silent.busy() == 5);
			stalled.countDown();
			await().until(() -> silent.busy() == 0);
		}
	}

	@Test
	void spareThatGetsStuckIsReplacedUntilThereAreNoMore() {
		this.clocked.stall(5);
		for (int spares = 1; spares <= 3; spares++) {
			this.clocked.awaitSpares(spares);
			this.clocked.stall(1);
		}
		for (int i = 0; i < 10; i++) {
			this.clocked.advance(Duration.ofMillis(20));
		}
		assertThat(this.pool.sparesInUse()).isEqualTo(3);
		assertThat(this.pool.busy()).isEqualTo(8);
		this.pool.execute(() -> {
		});
		assertThat(this.pool.queued()).isOne();
		this.clocked.release();
		await().until(() -> this.pool.queued() == 0 && this.pool.busy() == 0);
	}

	@Test
	void spareWithoutAThreadIsTriedAgainAndNoJobIsLost() {
		this.clocked.outOfThreads(true);
		this.clocked.stall(5);
		CountDownLatch run = new CountDownLatch(1);
		this.pool.execute(run::countDown);
		this.clocked.awaiting(Duration.ofMillis(10), () -> this.clocked.attempts().size() == 3);
		List<Long> times = this.clocked.attempts();
		assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(SpareWorkers.RETRY.toNanos());
		assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(SpareWorkers.RETRY.toNanos());
		assertThat(this.pool.sparesInUse()).isZero();
		assertThat(this.pool.replaced()).isZero();
		assertThat(this.pool.workers().get(5).isInUse()).isFalse();
		assertThat(this.pool.queued()).isOne();
		this.clocked.outOfThreads(false);
		this.clocked.awaiting(Duration.ofMillis(5), () -> run.getCount() == 0);
		assertThat(this.pool.replaced()).isPositive();
	}

	@Test
	void withoutExpressThereIsNothingToKeepFree() {
		try (ThreadPool book = new ThreadPool(4, 0, new Spares(16, Duration.ofMillis(50)), 10, TestLogger.SILENT)) {
			assertThat(book.spares()).isZero();
			assertThat(book.workers()).hasSize(4).noneMatch(Worker::isSpare);
		}
	}

	@Test
	void withoutSparesThereIsNoMonitor() {
		long before = this.clocked.monitors();
		try (ThreadPool one = new ThreadPool(4, 1, Spares.NONE, 10, TestLogger.SILENT)) {
			assertThat(one.workers()).hasSize(5);
			assertThat(this.clocked.monitors()).isEqualTo(before);
		}
	}

	/** Blocks all threads that log. */
	private record StalledLogger(CountDownLatch until) implements System.Logger {

		@Override
		public String getName() {
			return "stalled";
		}

		@Override
		public boolean isLoggable(Level level) {
			return true;
		}

		@Override
		public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String message,
				@Nullable Throwable thrown) {
			waitFor(this.until);
		}

		@Override
		public void log(Level level, @Nullable ResourceBundle bundle, @Nullable String format, Object... parameters) {
			waitFor(this.until);
		}

	}

}
