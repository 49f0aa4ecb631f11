package dev.headway.worker;

import java.time.Duration;
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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static dev.headway.worker.TestJobs.NOTHING;
import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * The executor of an elastic pool fails to start a thread. Each accepted job runs once,
 * and no rejected one does.
 */
@Timeout(60)
class ExecutorFaultTests {

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
			waitFor(fail);
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

}
