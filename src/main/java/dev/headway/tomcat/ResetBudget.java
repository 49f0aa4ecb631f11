package dev.headway.tomcat;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How many streams the client of one connection may still cancel. Each cancelled stream
 * costs one, each answered one earns one, and so does time. So clients may give up, and a
 * gateway may for all of its clients, but nobody can have requests begun faster than they
 * are answered just to cancel them ("rapid reset", CVE-2023-44487). Thread-safe.
 */
final class ResetBudget {

	/** As many as a connection may have streams. */
	static final int MAX = 100;

	/** The time that earns one. */
	static final Duration EARNS = Duration.ofMillis(50);

	private final LongSupplier clock;

	// Mutable state, guarded by this

	private int left = MAX;

	/** Up to when time has earned. */
	private long earnedUntil;

	ResetBudget(LongSupplier clock) {
		this.clock = clock;
		this.earnedUntil = clock.getAsLong();
	}

	/** Pays for a cancelled stream; false if nothing is left. */
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
