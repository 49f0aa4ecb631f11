package dev.headway.worker;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * No worker keeps a job that has ended, which may hold a whole request, while it waits
 * for the next one or runs it.
 */
@Timeout(60)
class FinishedJobTests {

	private final CountDownLatch begin = new CountDownLatch(1);

	private final CountDownLatch end = new CountDownLatch(1);

	static Stream<WorkerPool> pools() {
		return Stream.of(new ThreadPool(1), new ElasticPool(new ForkJoinPool(1), 1, 1, 10, TestLogger.SILENT));
	}

	@ParameterizedTest
	@MethodSource("pools")
	void isForgottenWhileTheWorkerIsIdle(WorkerPool pool) {
		try (pool) {
			List<WeakReference<Request>> requests = requestsOf(pool);
			this.begin.countDown();
			await().until(() -> pool.busy() == 0 && pool.queued() == 0);
			assertThat(requests).allSatisfy(FinishedJobTests::assertForgotten);
		}
	}

	@ParameterizedTest
	@MethodSource("pools")
	void isForgottenWhileTheNextOneRuns(WorkerPool pool) {
		try (pool) {
			List<WeakReference<Request>> requests = requestsOf(pool);
			pool.execute(() -> awaitCalmly(this.end));
			this.begin.countDown();
			assertThat(requests).allSatisfy(FinishedJobTests::assertForgotten);
			assertThat(pool.busy()).isEqualTo(1);
			this.end.countDown();
		}
	}

	/** Three jobs, the first of which begins after the others are queued. */
	private List<WeakReference<Request>> requestsOf(WorkerPool pool) {
		return List.of(execute(pool, new Request(this.begin)), execute(pool, new Request(new CountDownLatch(0))),
				execute(pool, new Request(new CountDownLatch(0))));
	}

	private static WeakReference<Request> execute(WorkerPool pool, Request request) {
		pool.execute(request::serve);
		return new WeakReference<>(request);
	}

	private static void assertForgotten(WeakReference<Request> request) {
		await().untilAsserted(() -> {
			System.gc();
			assertThat(request.get()).isNull();
		});
	}

	private static void awaitCalmly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** What a job holds on to. */
	private record Request(CountDownLatch begin) {

		void serve() {
			awaitCalmly(this.begin);
		}

	}

}
