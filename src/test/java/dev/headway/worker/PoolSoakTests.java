package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.headway.testing.LongTest;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Pools of many sizes under many submitters, for some twenty seconds in total. Queues are
 * short, so that they are full or empty most of the time, where races happen.
 */
@LongTest
@Timeout(120)
class PoolSoakTests {

	private static final Duration ROUND = Duration.ofMillis(40);

	private static final Duration STALL = Duration.ofMillis(1);

	private static final Executor NEW_THREADS = (job) -> new Thread(job).start();

	private final long seed = System.nanoTime();

	private final Random random = new Random(this.seed);

	@Test
	void threadPoolRunsEachAcceptedJobOnceAndInOrder() throws Exception {
		soak(Duration.ofSeconds(10), (workers, places) -> new ThreadPool(workers, 0, places, TestLogger.SILENT));
	}

	/** With a clock so fast that spares leave 5 ms after they came. */
	@Test
	void threadPoolWhoseSparesComeAndGoRunsEachAcceptedJobOnce() throws Exception {
		WorkerContext hasty = new WorkerContext(TestLogger.SILENT, () -> System.nanoTime() * 1000, Instant::now);
		Spares spares = new Spares(16, Duration.ofMillis(1));
		AtomicLong replaced = new AtomicLong();
		// few workers, so that more than the size are often stuck
		soak(Duration.ofSeconds(10),
				(workers, places) -> new ThreadPool(1 + workers % 3, 1, spares, places, hasty, (loop) -> {
					replaced.incrementAndGet();
					loop.start();
				}));
		assertThat(replaced.get()).isGreaterThan(100);
	}

	@Test
	void elasticPoolOfNewThreadsRunsEachAcceptedJobOnceAndInOrder() throws Exception {
		soak(Duration.ofSeconds(5),
				(workers, places) -> new ElasticPool(NEW_THREADS, workers, workers, places, TestLogger.SILENT));
	}

	@Test
	void elasticPoolOfQueueingThreadsRunsEachAcceptedJobOnceAndInOrder() throws Exception {
		soak(Duration.ofSeconds(5), (workers, places) -> new ElasticPool(new ForkJoinPool(workers), workers,
				WorkerPool.UNBOUNDED, places, TestLogger.SILENT));
	}

	private void soak(Duration time, PoolMaker maker) throws Exception {
		long end = System.nanoTime() + time.toNanos();
		for (int round = 0; System.nanoTime() < end; round++) {
			int workers = upTo(64);
			int places = upTo(64);
			int submitters = upTo(8);
			String title = "seed %d, round %d: %d workers, %d places, %d submitters".formatted(this.seed, round,
					workers, places, submitters);
			new Round(maker.make(workers, places), submitters, this.random.nextBoolean()).run(title,
					this.random.nextBoolean());
		}
	}

	/** Small numbers as often as large ones. */
	private int upTo(int limit) {
		return 1 + this.random.nextInt(1 + this.random.nextInt(limit));
	}

	private interface PoolMaker {

		WorkerPool make(int workers, int places);

	}

	/** One pool, from its start to its end. */
	private static final class Round {

		private final WorkerPool pool;

		private final int submitters;

		private final boolean ordered;

		/** Whether some jobs are slow. */
		private final boolean stalling;

		/** Whether submitters try again at once when the queue is full. */
		private final boolean pressing;

		private final AtomicLong accepted = new AtomicLong();

		/**
		 * A busy machine may let submitters wait: the round begins with the first job.
		 */
		private final CountDownLatch first = new CountDownLatch(1);

		private final AtomicLong run = new AtomicLong();

		private final Queue<String> faults = new ConcurrentLinkedQueue<>();

		/** By submitter, the job that began last; used with one worker. */
		private final AtomicLong[] begun;

		private volatile boolean over;

		Round(WorkerPool pool, int submitters, boolean pressing) {
			this.pool = pool;
			this.submitters = submitters;
			this.ordered = pool.size() + pool.express() == 1;
			this.stalling = pool.spares() > 0;
			this.pressing = pressing;
			this.begun = fill(submitters, (i) -> new AtomicLong(-1));
		}

		void run(String title, boolean closeEarly) throws Exception {
			List<Thread> threads = IntStream.range(0, this.submitters)
				.mapToObj((submitter) -> new Thread(() -> submit(submitter)))
				.toList();
			threads.forEach(Thread::start);
			assertThat(this.first.await(10, TimeUnit.SECONDS)).as(title).isTrue();
			threads.get(0).join(ROUND.toMillis());
			this.over = !closeEarly;
			if (!closeEarly) {
				join(threads);
			}
			int abandoned = this.pool.close(Duration.ofSeconds(10));
			join(threads);
			assertThat(this.faults).as(title).isEmpty();
			assertThat(abandoned).as(title).isZero();
			assertThat(this.run.get()).as(title).isEqualTo(this.accepted.get()).isPositive();
			assertThat(this.pool.queued()).as(title).isZero();
			assertThat(this.pool.busy()).as(title).isZero();
			assertThat(this.pool.snapshot().workers().stream().mapToLong(WorkerSnapshot::jobs).sum()).as(title)
				.isEqualTo(this.accepted.get());
		}

		private static void join(List<Thread> threads) throws InterruptedException {
			for (Thread thread : threads) {
				thread.join();
			}
		}

		private void submit(int submitter) {
			long number = 0;
			while (!this.over) {
				try {
					CheckedJob job = new CheckedJob(submitter, number);
					if (submitter % 2 == 0) {
						this.pool.execute(job);
					}
					else {
						this.pool.executeFirst(job);
					}
					this.accepted.incrementAndGet();
					this.first.countDown();
					number++;
				}
				catch (RejectedExecutionException ex) {
					if ("the pool is closed".equals(ex.getMessage())) {
						return;
					}
					if (!this.pressing) {
						Thread.yield();
					}
				}
			}
		}

		private static AtomicLong[] fill(int size, IntFunction<AtomicLong> value) {
			return IntStream.range(0, size).mapToObj(value).toArray(AtomicLong[]::new);
		}

		/** Checks that it runs once, and with one worker after the job before it. */
		private final class CheckedJob implements Runnable {

			private final int submitter;

			private final long number;

			private final AtomicBoolean hasRun = new AtomicBoolean();

			CheckedJob(int submitter, long number) {
				this.submitter = submitter;
				this.number = number;
			}

			@Override
			public void run() {
				Round.this.run.incrementAndGet();
				if (Round.this.stalling && this.number % 64 == 0) {
					LockSupport.parkNanos(STALL.toNanos());
				}
				if (!this.hasRun.compareAndSet(false, true)) {
					Round.this.faults.add("job %d of submitter %d ran twice".formatted(this.number, this.submitter));
				}
				long before = Round.this.begun[this.submitter].getAndSet(this.number);
				if (Round.this.ordered && before != this.number - 1) {
					Round.this.faults
						.add("job %d of submitter %d began after %d".formatted(this.number, this.submitter, before));
				}
			}

		}

	}

}
