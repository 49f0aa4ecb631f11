package dev.headway.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.worker.TestJobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A queue between threads that submit jobs and workers that sleep and take them. */
@Timeout(60)
class JobQueueThreadsTests {

	private static final int TAKERS = 4;

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void jobPutFirstWakesAWorker() throws Exception {
		JobQueue queue = new JobQueue(1);
		Future<Job> taker = this.threads.submit(queue::take);
		await().until(() -> queue.sleepers() == 1);
		Job job = job();
		queue.offerFirst(job);
		assertThat(taker.get(10, TimeUnit.SECONDS)).isSameAs(job);
	}

	@Test
	void workerThatLeavesTakesNothingAndHandsItsWakeUpOn() throws Exception {
		JobQueue queue = new JobQueue(2);
		AtomicBoolean leaving = new AtomicBoolean();
		Future<Job> leaver = this.threads.submit(() -> queue.takeUnless(leaving::get));
		await().until(() -> queue.sleepers() == 1);
		Future<Job> other = this.threads.submit(queue::take);
		await().until(() -> queue.sleepers() == 2);
		leaving.set(true);
		Job job = job();
		// the worker that has slept longest is woken
		queue.offer(job);
		assertThat(other.get(10, TimeUnit.SECONDS)).isSameAs(job);
		assertThat(leaver.get(10, TimeUnit.SECONDS)).isNull();
		assertThat(queue.takeUnless(leaving::get)).isNull();
	}

	@Test
	void sleepingWorkerLeavesWhenAllAreWoken() throws Exception {
		JobQueue queue = new JobQueue(2);
		AtomicBoolean leaving = new AtomicBoolean();
		Future<Job> leaver = this.threads.submit(() -> queue.takeUnless(leaving::get));
		Future<Job> other = this.threads.submit(queue::take);
		await().until(() -> queue.sleepers() == 2);
		leaving.set(true);
		queue.wakeAll();
		assertThat(leaver.get(10, TimeUnit.SECONDS)).isNull();
		await().until(() -> queue.sleepers() == 1);
		Job job = job();
		queue.offer(job);
		assertThat(other.get(10, TimeUnit.SECONDS)).isSameAs(job);
	}

	@Test
	void shortageIsToldWhenFewerSleepThanAreEnough() throws Exception {
		JobQueue queue = new JobQueue(9);
		AtomicInteger told = new AtomicInteger();
		queue.tellOfShortage(1, told::incrementAndGet);
		Future<Job> one = this.threads.submit(queue::take);
		Future<Job> other = this.threads.submit(queue::take);
		await().until(() -> queue.sleepers() == 2);
		queue.offer(job());
		await().until(() -> one.isDone() || other.isDone());
		assertThat(told).hasValue(0);
		queue.offer(job());
		await().until(() -> one.isDone() && other.isDone());
		assertThat(told).hasValue(1);
	}

	@Test
	void jobsOfEachWhoHandsThemOverLeaveInTheirOrder() throws Exception {
		JobQueue queue = new JobQueue(100);
		List<Future<?>> submitters = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			int submitter = i;
			submitters.add(this.threads.submit(() -> {
				for (int number = 0; number < 20_000; number++) {
					Job job = job(submitter * 1_000_000L + number);
					while (!queue.offer(job)) {
						Thread.yield();
					}
				}
			}));
		}
		long[] next = new long[8];
		for (int i = 0; i < 8 * 20_000; i++) {
			long taken = queue.take().handedOverAt();
			int submitter = (int) (taken / 1_000_000);
			assertThat(taken % 1_000_000).isEqualTo(next[submitter]++);
		}
		for (Future<?> submitter : submitters) {
			submitter.get(10, TimeUnit.SECONDS);
		}
	}

	/** The queue is full and empty in turn. */
	@Test
	void queueOfOneLosesNoJob() throws Exception {
		JobQueue queue = new JobQueue(1);
		AtomicInteger taken = new AtomicInteger();
		List<Future<?>> takers = new ArrayList<>();
		for (int i = 0; i < TAKERS; i++) {
			takers.add(this.threads.submit(() -> {
				while (queue.take() != null) {
					taken.incrementAndGet();
				}
			}));
		}
		int accepted = 0;
		for (int i = 0; i < 100_000; i++) {
			if (queue.offer(job())) {
				accepted++;
			}
		}
		queue.close();
		for (Future<?> taker : takers) {
			taker.get(10, TimeUnit.SECONDS);
		}
		assertThat(accepted).isPositive();
		assertThat(taken).hasValue(accepted);
	}

	@Test
	void interruptDoesNotEndTheWaiting() throws Exception {
		JobQueue queue = new JobQueue(1);
		Thread[] taker = new Thread[1];
		Future<Job> taken = this.threads.submit(() -> {
			taker[0] = Thread.currentThread();
			return queue.take();
		});
		await().until(() -> taker[0] != null && taker[0].getState() == Thread.State.WAITING);
		taker[0].interrupt();
		Job job = job();
		queue.offer(job);
		assertThat(taken.get(10, TimeUnit.SECONDS)).isSameAs(job);
	}

	/** All takers sleep again and again; after a lost wake-up the test would hang. */
	@Test
	void noJobIsLeftWhileATakerSleeps() throws Exception {
		JobQueue queue = new JobQueue(100);
		Semaphore taken = new Semaphore(0);
		List<Future<?>> takers = new ArrayList<>();
		for (int i = 0; i < TAKERS; i++) {
			takers.add(this.threads.submit(() -> {
				while (queue.take() != null) {
					taken.release();
				}
			}));
		}
		for (int round = 0; round < 50_000; round++) {
			int burst = 1 + round % (TAKERS + 2);
			for (int i = 0; i < burst; i++) {
				assertThat(queue.offer(job())).isTrue();
			}
			assertThat(taken.tryAcquire(burst, 10, TimeUnit.SECONDS)).as("round %d", round).isTrue();
		}
		queue.close();
		for (Future<?> taker : takers) {
			taker.get(10, TimeUnit.SECONDS);
		}
	}

	/** A job that is accepted at the last moment is run, and then all takers end. */
	@Test
	void closingLosesNoJobAndLeavesNoTakerBehind() throws Exception {
		for (int round = 0; round < 2000; round++) {
			JobQueue queue = new JobQueue(100);
			AtomicInteger accepted = new AtomicInteger();
			AtomicInteger taken = new AtomicInteger();
			CyclicBarrier begin = new CyclicBarrier(TAKERS + 3);
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < TAKERS; i++) {
				all.add(this.threads.submit(() -> {
					begin.await();
					while (queue.take() != null) {
						taken.incrementAndGet();
					}
					return null;
				}));
			}
			for (int i = 0; i < 2; i++) {
				all.add(this.threads.submit(() -> {
					begin.await();
					while (queue.offer(job())) {
						accepted.incrementAndGet();
						Thread.onSpinWait();
					}
					return null;
				}));
			}
			begin.await();
			queue.close();
			for (Future<?> one : all) {
				one.get(10, TimeUnit.SECONDS);
			}
			assertThat(taken.get()).as("round %d", round).isEqualTo(accepted.get());
			assertThat(queue.size()).isZero();
		}
	}

}
