package dev.headway.attack;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.testing.Prober;

/**
 * The outcome of an attack.
 *
 * @param probes the times of each innocent client
 * @param attackers the outcomes of the attackers' own requests
 * @param hiccup the longest time for which the clients themselves couldn't run
 */
record Outcome(List<Prober.Figures> probes, Tally attackers, Duration hiccup) {

	/** The 99th percentile of the innocent client that had the highest. */
	Duration p99() {
		return max(Prober.Figures::p99);
	}

	/** The longest time that any innocent request took. */
	Duration worst() {
		return max(Prober.Figures::max);
	}

	private Duration max(java.util.function.Function<Prober.Figures, Duration> figure) {
		return this.probes.stream().map(figure).max(Comparator.naturalOrder()).orElseThrow();
	}

	/**
	 * Innocent requests that didn't get their page, and attackers' requests that got no
	 * answer.
	 */
	List<String> lost() {
		return Stream
			.concat(this.probes.stream().flatMap((probe) -> probe.failures().stream()).map("innocent: "::concat),
					this.attackers.losses().stream().map("attacker: "::concat))
			.toList();
	}

	@Override
	public String toString() {
		return "p99 %d ms, worst %d ms, %d lost; attackers: %d answered, %d refused; the machine's worst hiccup: %d ms"
			.formatted(p99().toMillis(), worst().toMillis(), lost().size(), this.attackers.answers(),
					this.attackers.refusals(), this.hiccup.toMillis());
	}

}
