package dev.headway.actuate;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

import dev.headway.worker.WorkerPool;

/**
 * The share of the last minute that each worker was busy, from samples taken once a
 * second. Thread-safe.
 */
public final class Utilization {

	private static final long WINDOW_NANOS = Duration.ofMinutes(1).toNanos();

	private final WorkerPool pool;

	private final LongSupplier clock;

	// Mutable state, guarded by this

	private final Deque<Sample> samples = new ArrayDeque<>();

	/**
	 * Begins to sample.
	 * @param pool whose workers
	 * @param clock the time in nanoseconds
	 */
	public Utilization(WorkerPool pool, LongSupplier clock) {
		this.pool = pool;
		this.clock = clock;
		sample();
	}

	/**
	 * Takes a sample. To be called once a second.
	 */
	public synchronized void sample() {
		long now = this.clock.getAsLong();
		while (!this.samples.isEmpty() && now - this.samples.getFirst().at() > WINDOW_NANOS) {
			this.samples.removeFirst();
		}
		this.samples.addLast(new Sample(now, busyTimes()));
	}

	/** The share of each fixed worker, by number, from 0 to 1. */
	synchronized double[] shares() {
		Sample first = this.samples.getFirst();
		long time = Math.max(1, this.clock.getAsLong() - first.at());
		long[] busy = busyTimes();
		double[] shares = new double[busy.length];
		for (int worker = 0; worker < busy.length; worker++) {
			shares[worker] = Math.min(1, (busy[worker] - first.busy()[worker]) / (double) time);
		}
		return shares;
	}

	private long[] busyTimes() {
		return this.pool.hasFixedWorkers()
				? this.pool.workers().stream().mapToLong((worker) -> worker.busyTime().toNanos()).toArray()
				: new long[0];
	}

	@SuppressWarnings("ArrayRecordComponent") // never leaves this class
	private record Sample(long at, long[] busy) {
	}

}
