package dev.headway.worker;

import java.time.Duration;
import java.util.Date;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.worker.TestJobs.job;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

/** Lock and condition allocate, so each of their methods can fail. */
@Timeout(60)
class JobQueueFaultTests {

	private final FailingLock lock = new FailingLock();

	private final JobQueue queue = new JobQueue(10, this.lock);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	@AfterEach
	void endThreads() {
		this.queue.close();
		this.threads.shutdownNow();
	}

	@Test
	void workerThatFailsToGoToSleepIsNoSleeper() throws Exception {
		this.lock.failing.set(Step.BEFORE_SLEEP);
		Future<Job> failed = this.threads.submit(this.queue::take);
		assertThatThrownBy(() -> failed.get(10, TimeUnit.SECONDS)).hasCauseInstanceOf(OutOfMemoryError.class);
		passJobs();
	}

	@Test
	void wakeUpOfAWorkerThatFailsGoesToTheNext() throws Exception {
		Future<Job> one = this.threads.submit(this.queue::take);
		Future<Job> other = this.threads.submit(this.queue::take);
		await().until(() -> this.lock.sleepers() == 2);
		this.lock.failing.set(Step.AFTER_SLEEP);
		Job job = job();
		this.queue.offer(job);
		await().until(() -> one.isDone() && other.isDone());
		assertThat(this.queue.size()).isZero();
		assertThat(resultOf(one) == job ^ resultOf(other) == job).isTrue();
		passJobs();
	}

	@Test
	void jobThatNobodyCanBeWokenForIsNotAccepted() throws Exception {
		Future<Job> taker = this.threads.submit(this.queue::take);
		await().until(() -> this.lock.sleepers() == 1);
		this.lock.failing.set(Step.SIGNAL);
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> this.queue.offer(job()));
		assertThat(this.queue.size()).isZero();
		Job job = job();
		assertThat(this.queue.offer(job)).isTrue();
		assertThat(taker.get(10, TimeUnit.SECONDS)).isSameAs(job);
	}

	@Test
	void poolOfWorkersThatFailToSleepAndWakeLosesNoJob() throws Exception {
		Future<Integer> worker = this.threads.submit(() -> {
			int taken = 0;
			while (taken < 100) {
				try {
					this.queue.take();
					taken++;
				}
				catch (OutOfMemoryError ex) {
					// comes back, as a worker does
				}
			}
			return taken;
		});
		for (int i = 0; i < 100; i++) {
			this.lock.failing.set(Step.values()[i % 2]);
			assertThat(this.queue.offer(job())).isTrue();
			await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1)).until(() -> this.queue.size() == 0);
		}
		assertThat(worker.get(10, TimeUnit.SECONDS)).isEqualTo(100);
	}

	/** Two workers sleep, and each is woken. */
	private void passJobs() throws Exception {
		this.lock.failing.set(null);
		Future<Job> one = this.threads.submit(this.queue::take);
		Future<Job> other = this.threads.submit(this.queue::take);
		await().until(() -> this.lock.sleepers() == 2);
		this.queue.offer(job());
		this.queue.offer(job());
		assertThat(one.get(10, TimeUnit.SECONDS)).isNotNull();
		assertThat(other.get(10, TimeUnit.SECONDS)).isNotNull();
	}

	private static Object resultOf(Future<Job> future) throws InterruptedException {
		try {
			return future.get();
		}
		catch (java.util.concurrent.ExecutionException ex) {
			return ex;
		}
	}

	private enum Step {

		BEFORE_SLEEP, AFTER_SLEEP, SIGNAL

	}

	private static final class FailingLock extends ReentrantLock {

		/** What fails next, once. */
		final AtomicReference<Step> failing = new AtomicReference<>();

		private Condition real;

		@Override
		public Condition newCondition() {
			this.real = super.newCondition();
			return new FailingCondition(this.real, this.failing);
		}

		int sleepers() {
			lock();
			try {
				return getWaitQueueLength(this.real);
			}
			finally {
				unlock();
			}
		}

	}

	private static final class FailingCondition implements Condition {

		private final Condition real;

		private final AtomicReference<Step> failing;

		FailingCondition(Condition real, AtomicReference<Step> failing) {
			this.real = real;
			this.failing = failing;
		}

		private void failIf(Step step) {
			if (this.failing.compareAndSet(step, null)) {
				throw new OutOfMemoryError("thrown by a test");
			}
		}

		@Override
		public void awaitUninterruptibly() {
			failIf(Step.BEFORE_SLEEP);
			this.real.awaitUninterruptibly();
			failIf(Step.AFTER_SLEEP);
		}

		@Override
		public void signal() {
			failIf(Step.SIGNAL);
			this.real.signal();
		}

		@Override
		public void signalAll() {
			this.real.signalAll();
		}

		@Override
		public void await() {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean await(long time, TimeUnit unit) {
			throw new UnsupportedOperationException();
		}

		@Override
		public long awaitNanos(long nanosTimeout) {
			throw new UnsupportedOperationException();
		}

		@Override
		public boolean awaitUntil(Date deadline) {
			throw new UnsupportedOperationException();
		}

	}

}
