package dev.headway.lab;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Requests {@code /} as fast as a number of connections can: each sends its next request
 * when the last one is answered. This measures throughput, not latency, which
 * {@link Prober} measures.
 */
final class Flood {

	private final Client client;

	private final AtomicInteger answered = new AtomicInteger();

	private final CountDownLatch stopped;

	private volatile boolean over;

	private Flood(Client client, int connections) {
		this.client = client;
		this.stopped = new CountDownLatch(connections);
	}

	/** Floods the server for a while, and returns how many answers came a second. */
	static double run(Client client, int connections, Duration time) throws InterruptedException {
		Flood flood = new Flood(client, connections);
		long start = System.nanoTime();
		for (int i = 0; i < connections; i++) {
			flood.next();
		}
		TimeUnit.NANOSECONDS.sleep(time.toNanos());
		int answered = flood.answered.get();
		double seconds = (System.nanoTime() - start) / 1e9;
		flood.over = true;
		// requests in progress must not count in another round
		flood.stopped.await(1, TimeUnit.SECONDS);
		return answered / seconds;
	}

	private void next() {
		if (this.over) {
			this.stopped.countDown();
			return;
		}
		this.client.get("/", (status) -> {
			if (status == 200) {
				this.answered.incrementAndGet();
			}
			next();
		}, this.stopped::countDown);
	}

}
