package dev.headway.testing;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An innocent client that requests a page at a steady pace while others misbehave, and
 * records the times. The time of an answer counts from the moment when its request was
 * due: a server that stands still for a second delays all requests of that second.
 */
public final class Prober implements AutoCloseable {

	private static final Duration PACE = Duration.ofMillis(20);

	private static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final int MAX_REQUESTS = 20_000;

	private final QuickClient client;

	private final Duration pace;

	private final Duration patience;

	private final Thread thread;

	private volatile boolean stopped;

	// Mutable state, of the thread until it has ended

	private final long[] nanos = new long[MAX_REQUESTS];

	private final List<String> failures = new ArrayList<>();

	private int count;

	private Prober(QuickClient client, Duration pace, Duration patience) {
		this.client = client;
		this.pace = pace;
		this.patience = patience;
		this.thread = new Thread(this::probe, "prober");
		this.thread.setDaemon(true);
	}

	/** Starts to ask every 20 ms. */
	public static Prober start(URI address) {
		return start(address, PACE);
	}

	/** Starts to ask at a pace, once the first answer has come. */
	public static Prober start(URI address, Duration pace) {
		return start(new QuickClient(address, PATIENCE), pace, PATIENCE);
	}

	/**
	 * Starts to ask with a client of its own kind.
	 * @param patience as the client's, and at least as long as the longest stall
	 */
	public static Prober start(QuickClient client, Duration pace, Duration patience) {
		Prober prober = new Prober(client, pace, patience);
		prober.ask(System.nanoTime());
		// not counted: it used a new connection, and perhaps a cold server
		prober.count = 0;
		prober.thread.start();
		return prober;
	}

	private void probe() {
		long due = System.nanoTime();
		while (!this.stopped && this.count < MAX_REQUESTS) {
			long ahead = due - System.nanoTime();
			if (ahead > 0) {
				LockSupport.parkNanos(ahead);
				continue;
			}
			ask(due);
			due += this.pace.toNanos();
		}
	}

	private void ask(long due) {
		try {
			int status = this.client.get();
			if (status != 200) {
				this.failures.add("status " + status);
			}
		}
		catch (IOException ex) {
			this.failures.add(ex.toString());
		}
		this.nanos[this.count++] = System.nanoTime() - due;
	}

	/** Ends the probing and returns the figures. */
	public Figures stop() throws InterruptedException {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		this.thread.join(2 * this.patience.toMillis());
		assertThat(this.thread.isAlive()).isFalse();
		return Figures.of(Arrays.copyOf(this.nanos, this.count), this.failures);
	}

	@Override
	public void close() throws Exception {
		stop();
		this.client.close();
	}

	/**
	 * The results of a prober.
	 *
	 * @param requests how many it sent
	 * @param median the time within which half of them had an answer
	 * @param p99 the time within which 99 of 100 had one
	 * @param max the longest time
	 * @param failures what went wrong
	 */
	public record Figures(int requests, Duration median, Duration p99, Duration max, List<String> failures) {

		/** Takes a copy of the failures. */
		public Figures {
			failures = List.copyOf(failures);
		}

		private static Figures of(long[] nanos, List<String> failures) {
			assertThat(nanos).as("no request was sent").isNotEmpty();
			Arrays.sort(nanos);
			return new Figures(nanos.length, percentile(nanos, 50), percentile(nanos, 99), percentile(nanos, 100),
					failures);
		}

		private static Duration percentile(long[] sorted, int percent) {
			return Duration.ofNanos(sorted[(int) Math.ceil(sorted.length * percent / 100.0) - 1]);
		}

		/**
		 * Fails if a request has failed, or if more than one in a hundred took too long.
		 */
		public void assertServedWithin(Duration limit) {
			assertThat(this.failures).isEmpty();
			assertThat(this.p99).as(toString()).isLessThan(limit);
		}

		@Override
		public String toString() {
			return "%d requests: median %.1f ms, p99 %.1f ms, max %.1f ms, %d failures".formatted(this.requests,
					millis(this.median), millis(this.p99), millis(this.max), this.failures.size());
		}

		private static double millis(Duration duration) {
			return duration.toNanos() / 1e6;
		}

	}

}
