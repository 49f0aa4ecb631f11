package dev.headway.lab;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A number of requests to {@code /sleep}, all sent at once. Thread-safe. */
final class Sleepers {

	private final int count;

	private final long start = System.nanoTime();

	private final CountDownLatch pending;

	private final AtomicInteger answered = new AtomicInteger();

	private final AtomicInteger refused = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private volatile long lastAnswerAt = this.start;

	private Sleepers(int count) {
		this.count = count;
		this.pending = new CountDownLatch(count);
	}

	static Sleepers send(Client client, int count) {
		Sleepers sleepers = new Sleepers(count);
		for (int i = 0; i < count; i++) {
			client.get("/sleep", sleepers::answered, () -> sleepers.settle(sleepers.failed));
		}
		return sleepers;
	}

	private void answered(int status) {
		settle(switch (status) {
			case 200 -> this.answered;
			case 503 -> this.refused;
			default -> this.failed;
		});
	}

	private void settle(AtomicInteger outcome) {
		outcome.incrementAndGet();
		this.lastAnswerAt = System.nanoTime();
		this.pending.countDown();
	}

	boolean areDone() {
		return this.pending.getCount() == 0;
	}

	boolean await(Duration timeout) throws InterruptedException {
		return this.pending.await(timeout.toNanos(), TimeUnit.NANOSECONDS);
	}

	/** The time from sending them to the last answer so far. */
	Duration time() {
		return Duration.ofNanos(this.lastAnswerAt - this.start);
	}

	/** Their outcome so far. */
	Outcome outcome() {
		int ok = this.answered.get();
		int no = this.refused.get();
		int bad = this.failed.get();
		return new Outcome(ok, no, bad, this.count - ok - no - bad);
	}

	/**
	 * The outcome of a number of requests.
	 *
	 * @param answered answered with 200
	 * @param refused answered with 503
	 * @param failed answered with something else, or their connection ended
	 * @param unanswered still waiting
	 */
	record Outcome(int answered, int refused, int failed, int unanswered) {

	}

}
