package dev.headway.worker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Waits.meet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** What the close of a pool does with its jobs and threads. */
@Timeout(60)
class ThreadPoolCloseTests {

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

}
