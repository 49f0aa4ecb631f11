package dev.headway.testing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;

/** Ways in which a test's job waits for its test. */
public final class Waits {

	private Waits() {
	}

	/** Waits for a latch, or until the thread is interrupted, and then stays so. */
	public static void waitFor(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** Waits for the others at a barrier, for 10 seconds at most. */
	public static void meet(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
