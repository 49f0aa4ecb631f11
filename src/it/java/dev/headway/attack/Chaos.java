package dev.headway.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Runs random clients against servers. The same seed gives the same clients in the same
 * order; the interleaving of their requests depends on the machine.
 */
final class Chaos {

	private static final int CLIENTS_PER_SECOND = 30;

	private static final Set<Attack> ABORTING = EnumSet.of(Attack.LEAVERS, Attack.FIFTY_UNREAD_STREAMS);

	private final Random random;

	private final List<Attackers> targets;

	Chaos(long seed, List<Attackers> targets) {
		this.random = new Random(seed);
		this.targets = List.copyOf(targets);
	}

	/** Starts clients for the given time, and returns before the last of them is done. */
	void send(Set<Visit> visits, Duration time) throws InterruptedException {
		List<Visit> choice = List.copyOf(EnumSet.copyOf(visits));
		long end = System.nanoTime() + time.toNanos();
		while (System.nanoTime() < end) {
			Attackers target = any(this.targets);
			Visit visit = any(choice);
			target.in(Duration.ZERO, named(visit, visit.plan(target, this.random)));
			Attackers.linger(Duration.ofMillis(this.random.nextInt(2 * 1000 / CLIENTS_PER_SECOND)));
		}
	}

	/** Adds the client's name to failures. */
	private static Attackers.Action named(Visit visit, Attackers.Action action) {
		return () -> {
			try {
				action.run();
			}
			catch (IOException ex) {
				throw new IOException(visit + ": " + ex, ex);
			}
		};
	}

	/** Begins an attack on one of the servers. */
	void attack(boolean aborting) {
		Set<Attack> choice = aborting ? EnumSet.allOf(Attack.class) : EnumSet.complementOf(EnumSet.copyOf(ABORTING));
		any(List.copyOf(choice)).begin(any(this.targets));
	}

	/** Waits until all clients are done. */
	void await() throws Exception {
		for (Attackers target : this.targets) {
			target.await();
		}
	}

	private <T> T any(List<T> choice) {
		return choice.get(this.random.nextInt(choice.size()));
	}

}
