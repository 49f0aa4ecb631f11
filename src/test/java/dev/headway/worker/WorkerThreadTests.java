package dev.headway.worker;

import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A worker's thread outlives what its jobs throw, and knows its worker. */
@Timeout(60)
class WorkerThreadTests {

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
