package dev.headway.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.waitFor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

@Timeout(60)
class ElasticPoolTests {

	private static final Executor NEW_THREADS = (job) -> new Thread(job).start();

	@Test
	void numbersThatMakeNoSenseAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> pool(NEW_THREADS, 0, 1, 1))
			.withMessage("size must be 1 or more: 0");
		assertThatIllegalArgumentException().isThrownBy(() -> pool(NEW_THREADS, 4, 3, 1))
			.withMessage("limit must be 4, the size, or more: 3");
		assertThatIllegalArgumentException().isThrownBy(() -> pool(NEW_THREADS, 1, 1, 0))
			.withMessage("queueCapacity must be 1 or more: 0");
	}

	@Test
	void withoutALimitAllRunAtOnce() throws Exception {
		try (ElasticPool pool = pool(NEW_THREADS, WorkerPool.UNBOUNDED, WorkerPool.UNBOUNDED, 100)) {
			CountDownLatch allRun = new CountDownLatch(50);
			CountDownLatch release = new CountDownLatch(1);
			for (int i = 0; i < 50; i++) {
				pool.execute(() -> {
					Worker.current().orElseThrow().begin("GET", "/");
					allRun.countDown();
					waitFor(release);
					Worker.current().orElseThrow().end(200);
				});
			}
			allRun.await();
			assertThat(pool.busy()).isEqualTo(50);
			assertThat(pool.queued()).isZero();
			assertThat(pool.snapshot().workers()).allMatch((worker) -> worker.current().isPresent());
			release.countDown();
		}
	}

	@Test
	void workersAreUsedAgainAndRememberWhatTheyDid() {
		try (ElasticPool pool = pool(NEW_THREADS, 2, 2, 1000)) {
			for (int i = 0; i < 500; i++) {
				pool.execute(() -> {
					Worker.current().orElseThrow().begin("GET", "/");
					Worker.current().orElseThrow().end(200);
				});
			}
			await().until(() -> pool.workers().stream().mapToLong(Worker::requests).sum() == 500);
			assertThat(pool.workers()).hasSizeBetween(1, 2);
		}
	}

	@Test
	void thoseBeyondTheLimitWaitInOrder() throws Exception {
		ConcurrentLinkedQueue<Integer> begun = new ConcurrentLinkedQueue<>();
		CountDownLatch release = new CountDownLatch(1);
		try (ElasticPool pool = pool(NEW_THREADS, 1, 1, 100)) {
			pool.execute(() -> waitFor(release));
			await().until(() -> pool.busy() == 1);
			List<Integer> order = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				int number = i;
				order.add(number);
				pool.execute(() -> begun.add(number));
			}
			assertThat(pool.queued()).isEqualTo(20);
			assertThat(pool.oldestQueuedSince()).isPresent();
			release.countDown();
			await().until(() -> begun.size() == 20);
			assertThat(begun).containsExactlyElementsOf(order);
		}
	}

	@Test
	void jobsPutFirstPassThoseThatWait() throws Exception {
		ConcurrentLinkedQueue<String> begun = new ConcurrentLinkedQueue<>();
		CountDownLatch release = new CountDownLatch(1);
		try (ElasticPool pool = pool(NEW_THREADS, 1, 1, 100)) {
			pool.execute(() -> waitFor(release));
			await().until(() -> pool.busy() == 1);
			pool.execute(() -> begun.add("third"));
			pool.executeFirst(() -> begun.add("first"));
			pool.executeFirst(() -> begun.add("second"));
			release.countDown();
		}
		assertThat(begun).containsExactly("first", "second", "third");
	}

	@Test
	void whenTheQueueIsFullJobsAreRejected() throws Exception {
		CountDownLatch release = new CountDownLatch(1);
		try (ElasticPool pool = pool(NEW_THREADS, 1, 1, 1)) {
			pool.execute(() -> waitFor(release));
			await().until(() -> pool.busy() == 1);
			pool.execute(() -> {
			});
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {
			})).withMessage("1 of 1 workers busy, 1 of 1 jobs queued");
			release.countDown();
		}
	}

	@Test
	void jobWithoutAThreadIsRejectedAndThoseThatWaitAreNotLost() throws Exception {
		AtomicInteger threadsLeft = new AtomicInteger(1);
		Executor scarce = (job) -> {
			if (threadsLeft.getAndDecrement() <= 0) {
				throw new OutOfMemoryError("unable to create native thread");
			}
			new Thread(job).start();
		};
		CountDownLatch release = new CountDownLatch(1);
		CountDownLatch done = new CountDownLatch(2);
		try (ElasticPool pool = pool(scarce, 2, 2, 10)) {
			pool.execute(() -> waitFor(release));
			await().until(() -> pool.busy() == 1);
			assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {
			})).withMessageStartingWith("no thread could be started; ");
			assertThat(pool.queued()).isZero();
			threadsLeft.set(1);
			pool.execute(() -> waitFor(release));
			pool.execute(done::countDown);
			pool.execute(done::countDown);
			release.countDown();
			done.await();
		}
	}

	@Test
	void jobThatThrowsHarmsNobody() throws Exception {
		try (ElasticPool pool = pool(new ForkJoinPool(1), 1, WorkerPool.UNBOUNDED, 10)) {
			pool.execute(() -> {
				throw new IllegalStateException("on purpose");
			});
			CountDownLatch done = new CountDownLatch(1);
			pool.execute(done::countDown);
			done.await();
			await().until(() -> pool.busy() == 0);
		}
	}

	@Test
	void closingFinishesWhatIsQueuedAndRefusesWhatComes() {
		ForkJoinPool threads = new ForkJoinPool(2);
		AtomicInteger run = new AtomicInteger();
		ElasticPool pool = pool(threads, 2, WorkerPool.UNBOUNDED, 1000);
		for (int i = 0; i < 500; i++) {
			pool.execute(run::incrementAndGet);
		}
		assertThat(pool.close(Duration.ofSeconds(30))).isZero();
		assertThat(run).hasValue(500);
		assertThat(threads.isShutdown()).isTrue();
		assertThatExceptionOfType(RejectedExecutionException.class).isThrownBy(() -> pool.execute(() -> {
		})).withMessage("the pool is closed");
	}

	@Test
	void closingThatRunsOutOfTimeCountsWhatItAbandons() {
		ElasticPool pool = pool(NEW_THREADS, 1, 1, 10);
		CountDownLatch interrupted = new CountDownLatch(1);
		pool.execute(() -> {
			try {
				new CountDownLatch(1).await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
		});
		await().until(() -> pool.busy() == 1);
		AtomicInteger run = new AtomicInteger();
		pool.execute(run::incrementAndGet);
		assertThat(pool.close(Duration.ofMillis(50))).isEqualTo(2);
		assertThat(interrupted.getCount()).isZero();
		assertThat(run).hasValue(0);
	}

	private static ElasticPool pool(Executor threads, int size, int limit, int queueCapacity) {
		return new ElasticPool(threads, size, limit, queueCapacity, System.getLogger("test"));
	}

}
