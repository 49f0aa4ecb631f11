package dev.headway.tomcat;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many streams the client of one connection may still cancel. Each cancelled stream
 * costs one, and each answered stream earns one, as does time. So clients, and a gateway
 * for its clients, may give up. But no client can begin and cancel requests faster than
 * they are answered ("rapid reset", CVE-2023-44487). Thread-safe.
 */
final class ResetBudget {

	/** As many as a connection may have streams. */
	static final int MAX = 100;

	/** The time in which the budget grows by one. */
	static final Duration EARNS = Duration.ofMillis(50);

	private final LongSupplier clock;

	// Mutable state, guarded by this

	private int left = MAX;

	/** The moment up to which time has been credited. */
	private long earnedUntil;

	ResetBudget(LongSupplier clock) {
		this.clock = clock;
		this.earnedUntil = clock.getAsLong();
	}

	/** Takes one for a cancelled stream; false if none is left. */
	synchronized boolean pay() {
		long now = this.clock.getAsLong();
		long earned = (now - this.earnedUntil) / EARNS.toNanos();
		this.earnedUntil += earned * EARNS.toNanos();
		this.left = (int) Math.min(MAX, this.left + earned);
		if (this.left == 0) {
			return false;
		}
		this.left--;
		return true;
	}

	/** A stream has been answered. */
	synchronized void earn() {
		this.left = Math.min(MAX, this.left + 1);
	}

}
