package dev.headway.attack;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.headway.foreign.Deployment;

/**
 * Runs each attack on each deployment and prints a table. Arguments pick attacks by name,
 * for example {@code FOUR_SLOW}.
 */
final class AttackTable {

	private AttackTable() {
	}

	/** Takes some fifteen minutes for all attacks. */
	public static void main(String[] args) throws Exception {
		List<Attack> attacks = (args.length == 0) ? List.of(Attack.values())
				: Arrays.stream(args).map(Attack::valueOf).toList();
		Map<Deployment, List<Outcome>> outcomes = new EnumMap<>(Deployment.class);
		for (Deployment deployment : Deployment.values()) {
			outcomes.put(deployment, run(deployment, attacks));
		}
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		out.println(Arrays.stream(Deployment.values())
			.map(Deployment::label)
			.collect(Collectors.joining(" | ", "| attack | ", " |")));
		out.println("| --- |" + " ---: |".repeat(Deployment.values().length));
		for (int row = 0; row < attacks.size(); row++) {
			int number = row;
			out.println(outcomes.values()
				.stream()
				.map((column) -> cell(column.get(number)))
				.collect(Collectors.joining(" | ", "| " + attacks.get(row) + " | ", " |")));
		}
	}

	private static List<Outcome> run(Deployment deployment, List<Attack> attacks) throws Exception {
		List<Outcome> outcomes = new ArrayList<>();
		try (Target target = new Target(deployment)) {
			for (Attack attack : attacks) {
				Outcome outcome = target.suffer(attack);
				outcomes.add(outcome);
				System.err.println(deployment.label() + ", " + attack + ": " + outcome);
				outcome.lost().stream().distinct().limit(5).forEach((lost) -> System.err.println("  lost: " + lost));
			}
		}
		return outcomes;
	}

	private static String cell(Outcome outcome) {
		String refused = (outcome.attackers().refusals() > 0)
				? " (%d refused)".formatted(outcome.attackers().refusals()) : "";
		return "%,d / %,d / %d%s".formatted(outcome.p99().toMillis(), outcome.worst().toMillis(), outcome.lost().size(),
				refused);
	}

}
