package dev.headway.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.testing.Waits.meet;
import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

/** The order and the number of the jobs that run, and the figures of a pool. */
@Timeout(60)
class ThreadPoolTests {

	@ParameterizedTest
	@ValueSource(ints = { 0, -1, Integer.MIN_VALUE })
	void sizeBelowOneIsRefused(int size) {
		assertThatIllegalArgumentException().isThrownBy(() -> new ThreadPool(size))
			.withMessage("size must be 1 or more: " + size);
	}

	@Test
	void queueCapacityBelowOneIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> new ThreadPool(1, 0))
			.withMessage("queueCapacity must be 1 or more: 0");
	}

	@Test
	void allWorkersStartUpFrontWithNumbersFromZero() {
		try (ThreadPool pool = new ThreadPool(3)) {
			assertThat(pool.size()).isEqualTo(3);
			assertThat(pool.snapshot().workers()).extracting(WorkerSnapshot::number).containsExactly(0, 1, 2);
			assertThat(liveThreadNames()).contains("worker-0", "worker-1", "worker-2");
		}
	}

	@Test
	void exactlySizeJobsRunAtATime() throws Exception {
		try (ThreadPool pool = new ThreadPool(4)) {
			CyclicBarrier fourAtOnce = new CyclicBarrier(4);
			AtomicInteger running = new AtomicInteger();
			AtomicInteger most = new AtomicInteger();
			CountDownLatch done = new CountDownLatch(40);
			for (int i = 0; i < 40; i++) {
				pool.execute(() -> {
					most.accumulateAndGet(running.incrementAndGet(), Math::max);
					meet(fourAtOnce);
					running.decrementAndGet();
					done.countDown();
				});
			}
			done.await();
			assertThat(most).hasValue(4);
		}
	}

	@Test
	void jobsBeginInTheOrderOfTheirHandOver() {
		ConcurrentLinkedQueue<Integer> begun = new ConcurrentLinkedQueue<>();
		try (ThreadPool pool = new ThreadPool(1)) {
			IntStream.range(0, 1000).forEach((i) -> pool.execute(() -> begun.add(i)));
		}
		assertThat(begun).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
	}

	@Test
	void jobsPutFirstPassThoseThatWait() throws Exception {
		ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool pool = new ThreadPool(1, 3)) {
			pool.execute(() -> waitFor(release));
			await().until(() -> pool.busy() == 1);
			pool.execute(() -> begun.add("third"));
			pool.executeFirst(() -> begun.add("first"));
			pool.executeFirst(() -> begun.add("second"));
			assertThatExceptionOfType(RejectedExecutionException.class)
				.isThrownBy(() -> pool.executeFirst(() -> begun.add("never")))
				.withMessage("1 of 1 workers busy, 3 of 3 jobs queued");
			release.countDown();
		}
		assertThat(begun).containsExactly("first", "second", "third");
	}

	@Test
	void executeWhenQueueIsFullIsRejectedWithFigures() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool pool = new ThreadPool(1, 2)) {
			CountDownLatch begun = new CountDownLatch(1);
			pool.execute(() -> {
				begun.countDown();
				waitFor(release);
			});
			begun.await();
			pool.execute(() -> waitFor(release));
			pool.execute(() -> waitFor(release));
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {
			})).withMessage("1 of 1 workers busy, 2 of 2 jobs queued");
			release.countDown();
		}
	}

	@Test
	void noJobIsLostBetweenManySubmitters() throws Exception {
		int jobs = 100_000;
		int submitters = 8;
		AtomicIntegerArray runs = new AtomicIntegerArray(jobs);
		ThreadPool pool = new ThreadPool(4, jobs);
		List<Thread> threads = IntStream.range(0, submitters).mapToObj((submitter) -> new Thread(() -> {
			for (int i = submitter; i < jobs; i += submitters) {
				int job = i;
				pool.execute(() -> runs.incrementAndGet(job));
			}
		})).toList();
		threads.forEach(Thread::start);
		for (Thread thread : threads) {
			thread.join();
		}
		assertThat(pool.close(Duration.ofSeconds(30))).isZero();
		assertThat(IntStream.range(0, jobs).map(runs::get)).containsOnly(1);
		assertThat(pool.snapshot().workers().stream().mapToLong(WorkerSnapshot::jobs).sum()).isEqualTo(jobs);
	}

	@Test
	void busyAndIdleTimeAddUpToTheTimeSinceTheStart() throws Exception {
		try (ThreadPool pool = new ThreadPool(2)) {
			long start = System.nanoTime();
			for (int i = 0; i < 1000; i++) {
				pool.execute(() -> {
				});
				long before = System.nanoTime();
				for (WorkerSnapshot worker : pool.snapshot().workers()) {
					assertThat(worker.busyTime().isNegative()).isFalse();
					assertThat(worker.idleTime().isNegative()).isFalse();
					assertThat(worker.busyTime().plus(worker.idleTime()).toNanos())
						.isGreaterThanOrEqualTo(before - start);
				}
			}
		}
	}

	@Test
	void snapshotShowsWhatRunsAndWhatWaits() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (ThreadPool pool = new ThreadPool(2, 10)) {
			CountDownLatch begun = new CountDownLatch(2);
			for (int i = 0; i < 5; i++) {
				pool.execute(() -> {
					begun.countDown();
					waitFor(release);
				});
			}
			begun.await();
			PoolSnapshot snapshot = pool.snapshot();
			assertThat(snapshot.queued()).isEqualTo(3);
			assertThat(snapshot.queueCapacity()).isEqualTo(10);
			assertThat(snapshot.busy()).isEqualTo(2);
			assertThat(pool).hasToString("ThreadPool[2 of 2 workers busy, 3 of 10 jobs queued]");
			release.countDown();
		}
	}

	private static List<String> liveThreadNames() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

}
