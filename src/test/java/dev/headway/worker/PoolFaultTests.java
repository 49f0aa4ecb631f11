package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Logger, clock and executor fail at each place where a pool uses them. In all cases each
 * accepted job runs once, nothing is left over, and the pool ends.
 */
@Timeout(60)
class PoolFaultTests {

	private static final int JOBS = 30;

	private static final Runnable NOTHING = () -> {
	};

	private static final Executor NEW_THREADS = (job) -> new Thread(job).start();

	@Test
	void threadPoolWithoutALoggerGoesOn() throws Exception {
		runAll(new ThreadPool(2, 0, JOBS, TestLogger.FAILING), true);
	}

	@Test
	void elasticPoolWithoutALoggerGoesOn() throws Exception {
		runAll(new ElasticPool(NEW_THREADS, 2, 2, JOBS, TestLogger.FAILING), true);
	}

	@Test
	void closingWithoutALoggerInterruptsAllTheSame() throws Exception {
		ThreadPool pool = new ThreadPool(1, 0, 10, TestLogger.FAILING);
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		pool.execute(() -> {
			begun.countDown();
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		begun.await();
		assertThat(pool.close(Duration.ofMillis(10))).isEqualTo(1);
		interrupted.await();
	}

	/**
	 * The clock fails at each place where a worker reads it, the first or a later time.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 20, 41 })
	void threadPoolWhoseClockFailsOnceLosesNoJob(int time) throws Exception {
		runAll(threadPool(failing(new AtomicInteger(time), 1)), false);
	}

	@Test
	void threadPoolWhoseClockFailsAlwaysLosesNoJob() throws Exception {
		runAll(threadPool(failing(new AtomicInteger(1), Integer.MAX_VALUE)), false);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 4, 5, 6, 7, 20, 41 })
	void elasticPoolWhoseClockFailsOnceLosesNoJob(int time) throws Exception {
		runAll(elasticPool(failing(new AtomicInteger(time), 1)), false);
	}

	@Test
	void elasticPoolWhoseClockFailsForAWhileLosesNoJob() throws Exception {
		runAll(elasticPool(failing(new AtomicInteger(1), 100)), false);
	}

	@Test
	void failureThatCannotBeWrittenAboutLeavesTheWorkerIdle() throws Exception {
		ThreadPool pool = new ThreadPool(1, 0, JOBS, TestLogger.FAILING);
		pool.execute(() -> {
			throw new IllegalStateException("thrown by a test");
		});
		await().until(() -> pool.snapshot().workers().get(0).jobs() == 1);
		assertThat(pool.busy()).isZero();
		assertThat(pool.workers().get(0).request()).isEmpty();
		assertThat(pool.close(Duration.ofSeconds(10))).isZero();
	}

	/** Thread, then queue, then thread and queue fail. */
	@Test
	void executorThatBringsAThreadAndFailsAllTheSameRunsNoJobTwice() throws Exception {
		List<Runnable> brought = new ArrayList<>();
		AtomicReference<Boolean> failing = new AtomicReference<>(true);
		ElasticPool pool = new ElasticPool((job) -> {
			brought.add(job);
			if (failing.get()) {
				// like a ForkJoinPool that can't start a thread for a queued task
				throw new OutOfMemoryError("thrown by a test");
			}
		}, 1, 1, 10, TestLogger.SILENT);
		AtomicInteger rejected = new AtomicInteger();
		AtomicInteger run = new AtomicInteger();
		assertThatExceptionOfType(RejectedExecutionException.class)
			.isThrownBy(() -> pool.execute(rejected::incrementAndGet))
			.withMessageStartingWith("no thread could be started; ");
		failing.set(false);
		pool.execute(run::incrementAndGet);
		pool.execute(run::incrementAndGet);
		// the thread that was started in vain, the threads that it requests, then the
		// other one
		while (!brought.isEmpty()) {
			brought.remove(0).run();
		}
		assertThat(rejected).hasValue(0);
		assertThat(run).hasValue(2);
		assertThat(pool.close(Duration.ofSeconds(10))).isZero();
	}

	@Test
	void jobsBehindOneWhoseThreadCannotStartAreRunOrRejected() throws Exception {
		CountDownLatch starting = new CountDownLatch(1);
		CountDownLatch fail = new CountDownLatch(1);
		ElasticPool pool = new ElasticPool((job) -> {
			starting.countDown();
			try {
				fail.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			throw new OutOfMemoryError("unable to create native thread");
		}, 1, 1, 10, TestLogger.SILENT);
		AtomicInteger accepted = new AtomicInteger();
		AtomicInteger rejected = new AtomicInteger();
		List<Thread> submitters = IntStream.range(0, 3).mapToObj((i) -> new Thread(() -> {
			try {
				pool.execute(NOTHING);
				accepted.incrementAndGet();
			}
			catch (RejectedExecutionException ex) {
				rejected.incrementAndGet();
			}
		})).toList();
		submitters.get(0).start();
		starting.await();
		submitters.get(1).start();
		submitters.get(2).start();
		// the other jobs have arrived and wait
		await().until(() -> pool.queued() == 3
				|| submitters.stream().skip(1).allMatch((thread) -> thread.getState() == Thread.State.BLOCKED));
		fail.countDown();
		for (Thread submitter : submitters) {
			submitter.join();
		}
		assertThat(accepted).hasValue(0);
		assertThat(rejected).hasValue(3);
		assertThat(pool.queued()).isZero();
		assertThat(pool.close(Duration.ofSeconds(1))).isZero();
	}

	@Test
	void executorThatFailsNowAndThenLosesNoAcceptedJobAndRunsNoRejectedOne() throws Exception {
		long seed = System.nanoTime();
		for (int round = 0; round < 60; round++) {
			Random random = new Random(seed + round);
			int limit = 1 + random.nextInt(4);
			String title = "seed %d, round %d, limit %d".formatted(seed, round, limit);
			runFlaky(title, new ElasticPool(flaky(random), limit, limit, 64, TestLogger.SILENT));
		}
	}

	/** Starts a thread, or none, or one and fails; each fault of its own kind. */
	private static Executor flaky(Random random) {
		return (job) -> {
			int chance;
			synchronized (random) {
				chance = random.nextInt(6);
			}
			if (chance < 5) {
				new Thread(job).start();
			}
			switch (chance) {
				case 3 -> throw new IllegalStateException("thrown by a test");
				case 4, 5 -> throw new OutOfMemoryError("thrown by a test");
				default -> {
				}
			}
		};
	}

	private static void runFlaky(String title, ElasticPool pool) throws Exception {
		Queue<AtomicInteger> accepted = new ConcurrentLinkedQueue<>();
		Queue<AtomicInteger> rejected = new ConcurrentLinkedQueue<>();
		List<Thread> submitters = IntStream.range(0, 4).mapToObj((i) -> new Thread(() -> {
			for (int job = 0; job < 200; job++) {
				AtomicInteger runs = new AtomicInteger();
				try {
					pool.execute(runs::incrementAndGet);
					accepted.add(runs);
				}
				catch (RejectedExecutionException ex) {
					rejected.add(runs);
				}
			}
		})).toList();
		submitters.forEach(Thread::start);
		for (Thread submitter : submitters) {
			submitter.join();
		}
		assertThat(pool.close(Duration.ofSeconds(10))).as(title).isZero();
		assertThat(accepted).as(title).isNotEmpty().allMatch((runs) -> runs.get() == 1);
		assertThat(rejected).as(title).isNotEmpty().allMatch((runs) -> runs.get() == 0);
		assertThat(pool.queued()).as(title).isZero();
		assertThat(pool.busy()).as(title).isZero();
	}

	/** With jobs that throw, and jobs that serve a request. */
	private static void runAll(WorkerPool pool, boolean throwing) throws Exception {
		AtomicInteger run = new AtomicInteger();
		for (int i = 0; i < JOBS; i++) {
			boolean fails = throwing && i % 2 == 0;
			pool.execute(() -> {
				run.incrementAndGet();
				if (fails) {
					throw new IllegalStateException("thrown by a test");
				}
				if (throwing) {
					Worker worker = Worker.current().orElseThrow();
					worker.begin("GET", "/");
					worker.end(200);
				}
			});
		}
		assertThat(pool.close(Duration.ofSeconds(10))).isZero();
		assertThat(run).hasValue(JOBS);
		assertThat(pool.queued()).isZero();
		assertThat(pool.busy()).isZero();
		assertThat(pool.workers()).allSatisfy((worker) -> assertThat(worker.busyTime().isNegative()).isFalse());
		if (throwing) {
			assertThat(pool.workers().stream().mapToLong(Worker::requests).sum()).isEqualTo(JOBS / 2);
		}
	}

	private static ThreadPool threadPool(LongSupplier clock) {
		return new ThreadPool(1, 0, JOBS, TestLogger.SILENT, clock, Instant::now);
	}

	private static ElasticPool elasticPool(LongSupplier clock) {
		Executor threads = (job) -> new Thread(job, "worker-of-a-test").start();
		return new ElasticPool(threads, 2, 2, JOBS, new WorkerContext(TestLogger.SILENT, clock, Instant::now));
	}

	/** A clock that fails for workers, from the given time on, so many times. */
	private static LongSupplier failing(AtomicInteger until, int times) {
		return () -> {
			if (Thread.currentThread().getName().startsWith("worker-")) {
				int left = until.decrementAndGet();
				if (left <= 0 && left > -times) {
					throw new InternalError("thrown by a test");
				}
			}
			return System.nanoTime();
		};
	}

}
