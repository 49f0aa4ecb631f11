package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Pools of 4 workers and 1 express with 3 spares, under a clock that the test moves. */
@Timeout(60)
class SpareWorkersTests {

	private static final Duration REPLACE_AFTER = Duration.ofMillis(50);

	/** The threads of other tests' pools. */
	private final Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());

	private final AtomicLong now = new AtomicLong();

	/** Whether no more threads can be started. */
	private final AtomicBoolean out = new AtomicBoolean();

	private final CountDownLatch release = new CountDownLatch(1);

	/** When each spare's thread was to be started. */
	private final Queue<Long> attempts = new ConcurrentLinkedQueue<>();

	private final Consumer<WorkerLoop> starter = (loop) -> {
		this.attempts.add(this.now.get());
		if (this.out.get()) {
			throw new OutOfMemoryError("thrown by a test");
		}
		loop.start();
	};

	private final ThreadPool pool = new ThreadPool(4, 1, new Spares(3, REPLACE_AFTER), 1000,
			new WorkerContext(TestLogger.SILENT, this.now::get, Instant::now), this.starter);

	@AfterEach
	void close() {
		this.release.countDown();
		this.pool.close();
	}

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
		stall(4);
		for (int i = 0; i < 10; i++) {
			advance(Duration.ofMillis(20));
			run();
		}
		assertThat(this.pool.replaced()).isZero();
	}

	@Test
	void fifthStuckWorkerCostsOneSpareAndNoMore() {
		stall(5);
		assertThat(this.pool.sparesInUse()).isZero();
		awaitSpares(1);
		for (int i = 0; i < 10; i++) {
			advance(Duration.ofMillis(20));
			run();
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
		stall(5);
		awaitSpares(1);
		assertThat(this.pool.queued()).isZero();
	}

	/** With one spare at a time it would be the sixth that runs the last job. */
	@Test
	void jobBehindManyThatStallWaitsForAFewRoundsOnly() {
		Spares many = new Spares(16, REPLACE_AFTER);
		WorkerContext context = new WorkerContext(TestLogger.SILENT, this.now::get, Instant::now);
		try (ThreadPool stalled = new ThreadPool(4, 1, many, 1000, context, this.starter)) {
			for (int i = 0; i < 10; i++) {
				stalled.execute(() -> waitFor(this.release));
			}
			CountDownLatch run = new CountDownLatch(1);
			stalled.execute(run::countDown);
			await().until(() -> stalled.busy() == 5);
			int rounds = 0;
			while (run.getCount() > 0) {
				int before = stalled.sparesInUse();
				awaiting(Duration.ofMillis(5), () -> stalled.sparesInUse() > before || run.getCount() == 0);
				rounds++;
				// the spares that came take their jobs
				await().until(() -> stalled.busy() == Math.min(10, 5 + stalled.sparesInUse()));
			}
			assertThat(rounds).isLessThanOrEqualTo(3);
			this.release.countDown();
		}
	}

	/** A console that nobody reads blocks all threads that log. */
	@Test
	void sparesComeThoughTheLogIsWhatAllAreStuckIn() {
		CountDownLatch stalled = new CountDownLatch(1);
		WorkerContext context = new WorkerContext(new StalledLogger(stalled), this.now::get, Instant::now);
		try (ThreadPool silent = new ThreadPool(1, 1, new Spares(3, REPLACE_AFTER), 1000, context, this.starter)) {
			for (int i = 0; i < 6; i++) {
				silent.execute(() -> Worker.current().orElseThrow().begin("GET", "/"));
			}
			// with as many attempts as it takes
			this.out.set(true);
			awaiting(Duration.ofMillis(5), () -> this.attempts.size() == 3);
			this.out.set(false);
			awaiting(Duration.ofMillis(5), () -> silent.sparesInUse() == 3 && silent.busy() == 5);
			stalled.countDown();
			await().until(() -> silent.busy() == 0);
		}
	}

	@Test
	void spareThatGetsStuckIsReplacedUntilThereAreNoMore() {
		stall(5);
		for (int spares = 1; spares <= 3; spares++) {
			awaitSpares(spares);
			stall(1);
		}
		for (int i = 0; i < 10; i++) {
			advance(Duration.ofMillis(20));
		}
		assertThat(this.pool.sparesInUse()).isEqualTo(3);
		assertThat(this.pool.busy()).isEqualTo(8);
		this.pool.execute(() -> {
		});
		assertThat(this.pool.queued()).isOne();
		this.release.countDown();
		await().until(() -> this.pool.queued() == 0 && this.pool.busy() == 0);
	}

	@Test
	void spareEndsWhenItWasNotNeededForAWhileAndItsNumberIsUsedAgain() {
		CountDownLatch stalled = stall(5, this.release);
		awaitSpares(1);
		run();
		Worker spare = this.pool.workers().get(5);
		await().until(() -> this.pool.snapshot().workers().get(5).jobs() == 1);
		assertThat(stalled.getCount()).isZero();
		this.release.countDown();
		await().until(() -> this.pool.busy() == 0);
		advance(SpareWorkers.KEEP.minusMillis(1));
		run();
		assertThat(this.pool.sparesInUse()).isEqualTo(1);
		awaiting(Duration.ofMillis(20), () -> this.pool.sparesInUse() == 0);
		assertThat(spare.isInUse()).isFalse();
		await().until(() -> threadsOf(5) == 0);
		assertThat(spare.stackTrace()).isEmpty();

		CountDownLatch again = new CountDownLatch(1);
		stall(5, again);
		awaitSpares(1);
		await().until(() -> this.pool.replaced() == 2);
		assertThat(this.pool.workers().get(5)).isSameAs(spare).matches(Worker::isInUse);
		long before = this.pool.snapshot().workers().get(5).jobs();
		run();
		await().until(() -> this.pool.snapshot().workers().get(5).jobs() == before + 1);
		again.countDown();
	}

	@Test
	void spareEndsThoughThereIsAlwaysAJobForIt() throws Exception {
		CountDownLatch again = new CountDownLatch(1);
		stall(5, again);
		awaitSpares(1);
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
		awaiting(Duration.ofMillis(500), () -> this.pool.sparesInUse() == 0);
		over.set(true);
		submitter.join();
	}

	@Test
	void timesOfASpareAddUpWhetherItIsInUseOrNot() {
		advance(Duration.ofSeconds(3));
		assertThat(this.pool.snapshot().workers()).allSatisfy((worker) -> {
			assertThat(worker.state()).isEqualTo(WorkerState.IDLE);
			assertThat(worker.idleTime()).isEqualTo(Duration.ofSeconds(3));
		});
		CountDownLatch all = new CountDownLatch(1);
		stall(5, all);
		awaitSpares(1);
		long begun = this.now.get();
		stall(1, all);
		advance(Duration.ofSeconds(2));
		WorkerSnapshot busy = this.pool.snapshot().workers().get(5);
		assertThat(busy.busyTime().toNanos()).isEqualTo(this.now.get() - begun);
		assertThat(busy.busyTime().plus(busy.idleTime()).toNanos()).isEqualTo(this.now.get());
		all.countDown();
		awaiting(Duration.ofMillis(500), () -> this.pool.sparesInUse() == 0);
		WorkerSnapshot ended = this.pool.snapshot().workers().get(5);
		assertThat(ended.busyTime()).isGreaterThanOrEqualTo(busy.busyTime());
		assertThat(ended.busyTime().plus(ended.idleTime()).toNanos()).isEqualTo(this.now.get());
	}

	@Test
	void spareWithoutAThreadIsTriedAgainAndNoJobIsLost() {
		this.out.set(true);
		stall(5);
		CountDownLatch run = new CountDownLatch(1);
		this.pool.execute(run::countDown);
		awaiting(Duration.ofMillis(10), () -> this.attempts.size() == 3);
		List<Long> times = List.copyOf(this.attempts);
		assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(SpareWorkers.RETRY.toNanos());
		assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(SpareWorkers.RETRY.toNanos());
		assertThat(this.pool.sparesInUse()).isZero();
		assertThat(this.pool.replaced()).isZero();
		assertThat(this.pool.workers().get(5).isInUse()).isFalse();
		assertThat(this.pool.queued()).isOne();
		this.out.set(false);
		awaiting(Duration.ofMillis(5), () -> run.getCount() == 0);
		assertThat(this.pool.replaced()).isPositive();
	}

	@Test
	void closeLetsSparesFinishWhatIsQueuedAndEndsAllThreads() {
		stall(5);
		awaitSpares(1);
		CountDownLatch done = new CountDownLatch(100);
		IntStream.range(0, 100).forEach((i) -> this.pool.execute(done::countDown));
		Thread closer = new Thread(() -> assertThat(this.pool.close(Duration.ofSeconds(30))).isZero());
		closer.start();
		// although the five haven't ended
		await().until(() -> done.getCount() == 0);
		this.release.countDown();
		await().until(() -> !closer.isAlive());
		await().until(() -> threadsOf(0, 1, 2, 3, 4, 5, 6, 7) == 0 && monitors() == 0);
		assertThat(this.pool.sparesInUse()).isZero();
	}

	@Test
	void sparesComeWhileThePoolCloses() {
		stall(4);
		CountDownLatch others = new CountDownLatch(1);
		IntStream.range(0, 2).forEach((i) -> this.pool.execute(() -> waitFor(others)));
		CountDownLatch done = new CountDownLatch(10);
		IntStream.range(0, 10).forEach((i) -> this.pool.execute(done::countDown));
		Thread closer = new Thread(() -> this.pool.close(Duration.ofSeconds(30)));
		closer.start();
		awaiting(Duration.ofMillis(20), () -> done.getCount() == 0);
		// the first of them has got stuck itself
		assertThat(this.pool.replaced()).isGreaterThanOrEqualTo(2);
		others.countDown();
		this.release.countDown();
		await().until(() -> !closer.isAlive());
		assertThat(this.pool.sparesInUse()).isZero();
	}

	@Test
	void closeOutOfTimeInterruptsSparesToo() {
		stall(5);
		awaitSpares(1);
		stall(1);
		awaitSpares(2);
		assertThat(this.pool.close(Duration.ofMillis(10))).isEqualTo(6);
		await().until(() -> threadsOf(0, 1, 2, 3, 4, 5, 6, 7) == 0 && monitors() == 0);
	}

	@Test
	void withoutExpressThereIsNothingToKeepFree() {
		try (ThreadPool book = new ThreadPool(4, 0, new Spares(16, REPLACE_AFTER), 10, TestLogger.SILENT)) {
			assertThat(book.spares()).isZero();
			assertThat(book.workers()).hasSize(4).noneMatch(Worker::isSpare);
		}
	}

	@Test
	void withoutSparesThereIsNoMonitor() {
		long before = monitors();
		try (ThreadPool one = new ThreadPool(4, 1, Spares.NONE, 10, TestLogger.SILENT)) {
			assertThat(one.workers()).hasSize(5);
			assertThat(monitors()).isEqualTo(before);
		}
	}

	private void stall(int jobs) {
		stall(jobs, this.release);
	}

	/** Stalls so many workers until the latch opens. */
	private CountDownLatch stall(int jobs, CountDownLatch until) {
		CountDownLatch begun = new CountDownLatch(jobs);
		IntStream.range(0, jobs).forEach((i) -> this.pool.execute(() -> {
			begun.countDown();
			waitFor(until);
		}));
		await().until(() -> begun.getCount() == 0);
		return begun;
	}

	/** Runs a job that does nothing. */
	private void run() {
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(done::countDown);
		await().until(() -> done.getCount() == 0);
	}

	private void advance(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	/** Lets time pass until so many are in use. */
	private void awaitSpares(int spares) {
		awaiting(Duration.ofMillis(5), () -> this.pool.sparesInUse() == spares);
	}

	/** Lets time pass in small steps until a condition is true. */
	private void awaiting(Duration step, Callable<Boolean> condition) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
			advance(step);
			return condition.call();
		});
	}

	private long threadsOf(Integer... workers) {
		Set<String> names = Set.copyOf(List.of(workers).stream().map((number) -> "worker-" + number).toList());
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> names.contains(thread.getName()) && !this.others.contains(thread))
			.count();
	}

	private long monitors() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("spare-monitor") && !this.others.contains(thread))
			.count();
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
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
