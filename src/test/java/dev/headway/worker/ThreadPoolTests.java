package dev.headway.worker;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

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
	void workerSurvivesWhateverAJobThrows() throws Exception {
		try (ThreadPool pool = new ThreadPool(1)) {
			Thread before = threadOf(pool);
			pool.execute(() -> {
				throw new IllegalStateException("thrown by a test");
			});
			pool.execute(() -> {
				throw new AssertionError("thrown by a test");
			});
			pool.execute(() -> {
				throw new OutOfMemoryError("thrown by a test");
			});
			assertThat(threadOf(pool)).isSameAs(before);
			await().untilAsserted(() -> assertThat(pool.snapshot().workers().get(0).jobs()).isEqualTo(5));
		}
	}

	@Test
	void workerSurvivesAFailureThatCannotBeLogged() throws Exception {
		try (ThreadPool pool = new ThreadPool(1)) {
			Thread before = threadOf(pool);
			pool.execute(() -> {
				throw new Unloggable();
			});
			assertThat(threadOf(pool)).isSameAs(before);
			await().untilAsserted(() -> assertThat(pool.snapshot().workers().get(0).jobs()).isEqualTo(3));
			assertThat(pool.snapshot().busy()).isZero();
		}
	}

	@Test
	void interruptLeftBehindByAJobDoesNotReachTheNext() throws Exception {
		try (ThreadPool pool = new ThreadPool(1)) {
			pool.execute(() -> Thread.currentThread().interrupt());
			boolean interrupted = callOn(pool, Thread::isInterrupted);
			assertThat(interrupted).isFalse();
		}
	}

	@Test
	void currentIsTheWorkerOfTheThread() throws Exception {
		try (ThreadPool pool = new ThreadPool(1)) {
			Optional<Integer> number = callOn(pool, (thread) -> Worker.current().map(Worker::number));
			assertThat(number).contains(0);
		}
		assertThat(Worker.current()).isEmpty();
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
	void closeFinishesWhatIsQueuedAndRefusesMore() {
		AtomicInteger run = new AtomicInteger();
		ThreadPool pool = new ThreadPool(2);
		IntStream.range(0, 500).forEach((i) -> pool.execute(run::incrementAndGet));
		assertThat(pool.close(Duration.ofSeconds(30))).isZero();
		assertThat(run).hasValue(500);
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(run::incrementAndGet))
			.withMessage("the pool is closed");
		pool.close();
	}

	@Test
	void closeOutOfTimeInterruptsCountsAndDrops() throws Exception {
		ThreadPool pool = new ThreadPool(1);
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
		AtomicInteger dropped = new AtomicInteger();
		pool.execute(dropped::incrementAndGet);
		begun.await();
		assertThat(pool.close(Duration.ofMillis(10))).isEqualTo(2);
		interrupted.await();
		assertThat(dropped).hasValue(0);
	}

	@Test
	void closeEndsTheThreads() {
		ThreadPool pool = new ThreadPool(2);
		List<Thread> threads = new ArrayList<>();
		CyclicBarrier both = new CyclicBarrier(2);
		for (int i = 0; i < 2; i++) {
			pool.execute(() -> {
				synchronized (threads) {
					threads.add(Thread.currentThread());
				}
				meet(both);
			});
		}
		pool.close();
		assertThat(threads).hasSize(2);
		await().untilAsserted(() -> assertThat(threads).noneMatch(Thread::isAlive));
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
	void everyJobAcceptedWhileThePoolClosesIsRun() throws Exception {
		for (int round = 0; round < 200; round++) {
			ThreadPool pool = new ThreadPool(2);
			AtomicInteger run = new AtomicInteger();
			AtomicInteger accepted = new AtomicInteger();
			CountDownLatch going = new CountDownLatch(1);
			Thread submitter = new Thread(() -> {
				try {
					while (true) {
						pool.execute(run::incrementAndGet);
						accepted.incrementAndGet();
						going.countDown();
					}
				}
				catch (RejectedExecutionException ex) {
					// closed, or full: either way this one wasn't accepted
				}
			});
			submitter.start();
			going.await();
			assertThat(pool.close(Duration.ofSeconds(30))).isZero();
			submitter.join();
			assertThat(run).hasValue(accepted.get());
		}
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

	private static Thread threadOf(ThreadPool pool) throws InterruptedException {
		return callOn(pool, (thread) -> thread);
	}

	private static <T> T callOn(ThreadPool pool, Function<Thread, T> call) throws InterruptedException {
		ConcurrentLinkedQueue<T> result = new ConcurrentLinkedQueue<>();
		CountDownLatch done = new CountDownLatch(1);
		pool.execute(() -> {
			result.add(call.apply(Thread.currentThread()));
			done.countDown();
		});
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
		return result.element();
	}

	private static List<String> liveThreadNames() {
		return Thread.getAllStackTraces().keySet().stream().map(Thread::getName).toList();
	}

	private static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Fails when it is logged, as happens with a lack of memory. */
	private static final class Unloggable extends RuntimeException {

		@Override
		public String toString() {
			throw new StackOverflowError("thrown by a test");
		}

		@Override
		public void printStackTrace(PrintWriter writer) {
			throw new StackOverflowError("thrown by a test");
		}

	}

}
