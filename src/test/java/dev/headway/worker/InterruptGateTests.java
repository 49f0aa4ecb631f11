package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The interleavings of interrupts and ends, one by one, and their effect on a worker. */
@Timeout(60)
class InterruptGateTests {

	private final InterruptGate gate = new InterruptGate();

	@AfterEach
	void clearInterrupt() {
		Thread.interrupted();
	}

	@Test
	void interruptReachesTheJobInProgress() {
		this.gate.beginJob();
		this.gate.interrupt(this.gate.step());
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptThatComesBeforeTheEndIsClearedByIt() {
		this.gate.beginJob();
		this.gate.interrupt(this.gate.step());
		this.gate.endJob();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void interruptMeantForAnEndedJobReachesNobody() {
		this.gate.beginJob();
		long step = this.gate.step();
		this.gate.endJob();
		this.gate.interrupt(step);
		assertThat(Thread.interrupted()).isFalse();
		this.gate.beginJob();
		this.gate.interrupt(step);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void interruptMeantForAnEndedRequestSparesTheNextOfTheSameJob() {
		this.gate.beginJob();
		long step = this.gate.step();
		this.gate.endRequest();
		this.gate.interrupt(step);
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void idleWorkerIsNeverInterrupted() {
		this.gate.interrupt(this.gate.step());
		assertThat(this.gate.interruptJob()).isFalse();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void jobIsInterruptedOnceByThoseWhoEndThePool() {
		this.gate.beginJob();
		assertThat(this.gate.interruptJob()).isTrue();
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.gate.interruptJob()).isTrue();
		assertThat(Thread.interrupted()).isFalse();
	}

	@Test
	void interruptOfAStrangerDoesNotReachTheNextJob() {
		Thread.currentThread().interrupt();
		this.gate.beginJob();
		assertThat(Thread.currentThread().isInterrupted()).isFalse();
	}

	/**
	 * The clock is read between looking and interrupting, so a test can step in there.
	 */
	@Test
	void requestThatBeginsWhileAnotherIsLookedAtIsSpared() throws Exception {
		AtomicReference<Runnable> meanwhile = new AtomicReference<>(() -> {
		});
		try (ThreadPool pool = new ThreadPool(1, 0, 10, TestLogger.SILENT, () -> {
			meanwhile.getAndSet(() -> {
			}).run();
			return System.nanoTime();
		}, Instant::now)) {
			Worker worker = pool.workers().get(0);
			CountDownLatch firstBegun = new CountDownLatch(1);
			CountDownLatch endFirst = new CountDownLatch(1);
			CountDownLatch secondBegun = new CountDownLatch(1);
			CountDownLatch endSecond = new CountDownLatch(1);
			AtomicBoolean secondInterrupted = new AtomicBoolean();
			pool.execute(() -> {
				worker.begin("GET", "/first");
				firstBegun.countDown();
				awaitUninterrupted(endFirst);
				worker.end(200);
				worker.begin("GET", "/second");
				secondBegun.countDown();
				awaitUninterrupted(endSecond);
				secondInterrupted.set(Thread.currentThread().isInterrupted());
				worker.end(200);
			});
			firstBegun.await();
			meanwhile.set(() -> {
				endFirst.countDown();
				awaitUninterrupted(secondBegun);
			});
			worker.interruptRequest(Instant.MAX);
			assertThat(secondBegun.getCount()).isZero();
			endSecond.countDown();
			await().until(() -> worker.requests() == 2);
			assertThat(secondInterrupted).isFalse();
		}
	}

	@Test
	void requestThatHasRunForLongIsInterruptedAndTheNextIsNot() throws Exception {
		try (ThreadPool pool = new ThreadPool(1)) {
			Worker worker = pool.workers().get(0);
			CountDownLatch begun = new CountDownLatch(1);
			CountDownLatch interrupted = new CountDownLatch(1);
			CountDownLatch spared = new CountDownLatch(1);
			pool.execute(() -> {
				worker.begin("GET", "/");
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				catch (InterruptedException ex) {
					interrupted.countDown();
					Thread.currentThread().interrupt();
				}
				worker.end(503);
				if (!Thread.currentThread().isInterrupted()) {
					spared.countDown();
				}
			});
			begun.await();
			await().untilAsserted(() -> {
				pool.interruptBusy(Duration.ofMillis(1));
				assertThat(interrupted.getCount()).isZero();
			});
			spared.await();
		}
	}

	private static void awaitUninterrupted(CountDownLatch latch) {
		boolean interrupted = false;
		while (true) {
			try {
				latch.await();
				break;
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

}
