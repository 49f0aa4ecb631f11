package dev.headway.lab;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.HdrHistogram.Histogram;

/**
 * Requests {@code /} at a fixed rate, like independent users, without waiting for earlier
 * answers, and measures each answer from the moment at which its request was due.
 * <p>
 * This avoids coordinated omission: a client that waits for each answer sends no requests
 * while the server is stuck, and so counts one long wait where many users would have
 * waited. Here all requests are sent, and one that is still unanswered in the end counts
 * with its time so far.
 *
 * @see <a href="https://www.youtube.com/watch?v=lJ8ydIuPFeU">Gil Tene, How NOT to Measure
 * Latency</a>
 */
final class Prober {

	private final Client client;

	private final long periodNanos;

	// Mutable state, guarded by this

	private final Histogram micros = Latency.histogram();

	private final Map<Integer, Long> pending = new HashMap<>();

	private int failures;

	Prober(Client client, int rate) {
		this.client = client;
		this.periodNanos = TimeUnit.SECONDS.toNanos(1) / rate;
	}

	/** Sends requests until the condition holds. */
	void probeUntil(BooleanSupplier end) {
		long due = System.nanoTime();
		for (int number = 0; !end.getAsBoolean(); number++) {
			while (System.nanoTime() < due) {
				LockSupport.parkNanos(due - System.nanoTime());
			}
			ask(number, due);
			due += this.periodNanos;
		}
		settle();
	}

	private synchronized void ask(int number, long due) {
		this.pending.put(number, due);
		this.client.get("/", (status) -> answered(number, status == 200), () -> answered(number, false));
	}

	private synchronized void answered(int number, boolean ok) {
		Long due = this.pending.remove(number);
		if (due != null) {
			record(System.nanoTime() - due);
			this.failures += ok ? 0 : 1;
		}
	}

	/** Requests that are still pending count with their time so far. */
	private synchronized void settle() {
		long now = System.nanoTime();
		this.pending.values().forEach((due) -> record(now - due));
		this.pending.clear();
	}

	private void record(long nanos) {
		this.micros.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
	}

	/** The latency of all requests so far. */
	synchronized Latency latency() {
		return Latency.of(this.micros, this.failures);
	}

}
