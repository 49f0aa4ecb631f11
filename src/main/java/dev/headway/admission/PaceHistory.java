package dev.headway.admission;

import java.time.Duration;

/**
 * Which share of a handler's recent requests was quick, and how long they took on
 * average. A request counts for half after five seconds, whatever the rate: so a pause of
 * a hundred milliseconds is about a seventieth of what is remembered, at sixteen thousand
 * requests a second and at one. Without new requests the share stays as it is. Not
 * thread-safe.
 */
final class PaceHistory {

	static final Duration HALF_LIFE = Duration.ofSeconds(5);

	/** More than this share of quick requests make a quick handler. */
	static final double QUICK_SHARE = 0.6;

	/** Ageing is worked out this often only, since it costs more than the rest. */
	private static final long STEP_NANOS = HALF_LIFE.toNanos() / 64;

	/** The requests that remain remembered when what was learned is in doubt. */
	private static final double DOUBTED = 10;

	/** Keeps the share from becoming 0 of 0. */
	private static final double LEAST = 1e-6;

	private double quick;

	private double slow;

	private double nanos;

	private long agedAt;

	private long count;

	/** A request has held its worker for so long. */
	void add(long heldNanos, boolean wasQuick, long now) {
		this.count++;
		learn(heldNanos, wasQuick, now);
	}

	/** The same, of a request that isn't counted. */
	void learn(long heldNanos, boolean wasQuick, long now) {
		age(now);
		this.nanos += heldNanos;
		if (wasQuick) {
			this.quick++;
		}
		else {
			this.slow++;
		}
	}

	/**
	 * What was learned may no longer be true: it is to count for no more than a few
	 * requests.
	 */
	void doubt() {
		double total = this.quick + this.slow;
		if (total > DOUBTED) {
			scale(DOUBTED / total);
		}
	}

	boolean isEmpty() {
		return this.quick + this.slow == 0;
	}

	boolean isMostlyQuick() {
		return quickShare() > QUICK_SHARE;
	}

	/** From 0 to 1; 0 if nothing is known. */
	double quickShare() {
		return isEmpty() ? 0 : this.quick / (this.quick + this.slow);
	}

	Duration average() {
		return isEmpty() ? Duration.ZERO : Duration.ofNanos((long) (this.nanos / (this.quick + this.slow)));
	}

	/** All requests that have been added. */
	long count() {
		return this.count;
	}

	private void age(long now) {
		if (isEmpty()) {
			this.agedAt = now;
		}
		long passed = now - this.agedAt;
		if (passed >= STEP_NANOS) {
			double factor = Math.pow(0.5, (double) passed / HALF_LIFE.toNanos());
			scale(Math.max(factor, Math.min(1, LEAST / (this.quick + this.slow))));
			this.agedAt = now;
		}
	}

	private void scale(double factor) {
		this.quick *= factor;
		this.slow *= factor;
		this.nanos *= factor;
	}

}
