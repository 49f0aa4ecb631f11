package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Logger and clock fail at each place where a pool uses them. In all cases each accepted
 * job runs once, nothing is left over, and the pool ends.
 */
@Timeout(60)
class PoolFaultTests {

	private static final int JOBS = 30;

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
