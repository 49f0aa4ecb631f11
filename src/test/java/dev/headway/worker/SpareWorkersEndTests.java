package dev.headway.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** How spares end: when they are no longer needed, or with their pool. */
@Timeout(60)
class SpareWorkersEndTests {

	@AutoClose
	private final ClockedPool clocked = new ClockedPool();

	private final ThreadPool pool = this.clocked.pool();

	@Test
	void spareEndsWhenItWasNotNeededForAWhileAndItsNumberIsUsedAgain() {
		CountDownLatch stalled = this.clocked.stall(5);
		this.clocked.awaitSpares(1);
		this.clocked.run();
		Worker spare = this.pool.workers().get(5);
		await().until(() -> this.pool.snapshot().workers().get(5).jobs() == 1);
		assertThat(stalled.getCount()).isZero();
		this.clocked.release();
		await().until(() -> this.pool.busy() == 0);
		this.clocked.advance(SpareWorkers.KEEP.minusMillis(1));
		this.clocked.run();
		assertThat(this.pool.sparesInUse()).isEqualTo(1);
		this.clocked.awaiting(Duration.ofMillis(20), () -> this.pool.sparesInUse() == 0);
		assertThat(spare.isInUse()).isFalse();
		await().until(() -> this.clocked.threadsOf(5) == 0);
		assertThat(spare.stackTrace()).isEmpty();

		CountDownLatch again = new CountDownLatch(1);
		this.clocked.stall(5, again);
		this.clocked.awaitSpares(1);
		await().until(() -> this.pool.replaced() == 2);
		assertThat(this.pool.workers().get(5)).isSameAs(spare).matches(Worker::isInUse);
		long before = this.pool.snapshot().workers().get(5).jobs();
		this.clocked.run();
		await().until(() -> this.pool.snapshot().workers().get(5).jobs() == before + 1);
		again.countDown();
	}

	@Test
	void spareEndsThoughThereIsAlwaysAJobForIt() throws Exception {
		CountDownLatch again = new CountDownLatch(1);
		this.clocked.stall(5, again);
		this.clocked.awaitSpares(1);
		AtomicBoolean over = new AtomicBoolean();
		Thread submitter = new Thread(() -> {
			while (!over.get()) {
				if (this.pool.queued() < 100) {
					this.pool.execute(() -> {
					});
				}
			}
		});
		submitter.start();
		again.countDown();
		this.clocked.awaiting(Duration.ofMillis(500), () -> this.pool.sparesInUse() == 0);
		over.set(true);
		submitter.join();
	}

	@Test
	void timesOfASpareAddUpWhetherItIsInUseOrNot() {
		this.clocked.advance(Duration.ofSeconds(3));
		assertThat(this.pool.snapshot().workers()).allSatisfy((worker) -> {
			assertThat(worker.state()).isEqualTo(WorkerState.IDLE);
			assertThat(worker.idleTime()).isEqualTo(Duration.ofSeconds(3));
		});
		CountDownLatch all = new CountDownLatch(1);
		this.clocked.stall(5, all);
		this.clocked.awaitSpares(1);
		long begun = this.clocked.now();
		this.clocked.stall(1, all);
		this.clocked.advance(Duration.ofSeconds(2));
		WorkerSnapshot busy = this.pool.snapshot().workers().get(5);
		assertThat(busy.busyTime().toNanos()).isEqualTo(this.clocked.now() - begun);
		assertThat(busy.busyTime().plus(busy.idleTime()).toNanos()).isEqualTo(this.clocked.now());
		all.countDown();
		this.clocked.awaiting(Duration.ofMillis(500), () -> this.pool.sparesInUse() == 0);
		WorkerSnapshot ended = this.pool.snapshot().workers().get(5);
		assertThat(ended.busyTime()).isGreaterThanOrEqualTo(busy.busyTime());
		assertThat(ended.busyTime().plus(ended.idleTime()).toNanos()).isEqualTo(this.clocked.now());
	}

	@Test
	void closeLetsSparesFinishWhatIsQueuedAndEndsAllThreads() {
		this.clocked.stall(5);
		this.clocked.awaitSpares(1);
		CountDownLatch done = new CountDownLatch(100);
		IntStream.range(0, 100).forEach((i) -> this.pool.execute(done::countDown));
		Thread closer = new Thread(() -> assertThat(this.pool.close(Duration.ofSeconds(30))).isZero());
		closer.start();
		// although the five haven't ended
		await().until(() -> done.getCount() == 0);
		this.clocked.release();
		await().until(() -> !closer.isAlive());
		await().until(() -> this.clocked.threadsOf(0, 1, 2, 3, 4, 5, 6, 7) == 0 && this.clocked.monitors() == 0);
		assertThat(this.pool.sparesInUse()).isZero();
	}

	@Test
	void sparesComeWhileThePoolCloses() {
		this.clocked.stall(4);
		CountDownLatch others = new CountDownLatch(1);
		IntStream.range(0, 2).forEach((i) -> this.pool.execute(() -> waitFor(others)));
		CountDownLatch done = new CountDownLatch(10);
		IntStream.range(0, 10).forEach((i) -> this.pool.execute(done::countDown));
		Thread closer = new Thread(() -> this.pool.close(Duration.ofSeconds(30)));
		closer.start();
		this.clocked.awaiting(Duration.ofMillis(20), () -> done.getCount() == 0);
		// the first of them has got stuck itself
		assertThat(this.pool.replaced()).isGreaterThanOrEqualTo(2);
		others.countDown();
		this.clocked.release();
		await().until(() -> !closer.isAlive());
		assertThat(this.pool.sparesInUse()).isZero();
	}

	@Test
	void closeOutOfTimeInterruptsSparesToo() {
		this.clocked.stall(5);
		this.clocked.awaitSpares(1);
		this.clocked.stall(1);
		this.clocked.awaitSpares(2);
		assertThat(this.pool.close(Duration.ofMillis(10))).isEqualTo(6);
		await().until(() -> this.clocked.threadsOf(0, 1, 2, 3, 4, 5, 6, 7) == 0 && this.clocked.monitors() == 0);
	}

}
