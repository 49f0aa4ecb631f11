package dev.headway.attack;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.headway.foreign.Deployment;

/**
 * Runs each attack on each deployment and prints a table. Arguments pick attacks and
 * deployments by name, for example {@code FOUR_SLOW} and {@code STOCK_200}.
 */
final class AttackTable {

	private AttackTable() {
	}

	/** Takes some fifteen minutes for all attacks. */
	public static void main(String[] args) throws Exception {
		for (String name : args) {
			if (Stream.of(Attack.values(), Deployment.values())
				.flatMap(Stream::of)
				.noneMatch((each) -> each.name().equals(name))) {
				throw new IllegalArgumentException(name + " is neither an attack nor a deployment");
			}
		}
		List<Attack> attacks = named(Attack.values(), args);
		List<Deployment> deployments = named(Deployment.values(), args);
		Map<Deployment, List<Outcome>> outcomes = new EnumMap<>(Deployment.class);
		for (Deployment deployment : deployments) {
			outcomes.put(deployment, run(deployment, attacks));
		}
		PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
		out.println(
				deployments.stream().map(Deployment::label).collect(Collectors.joining(" | ", "| attack | ", " |")));
		out.println("| --- |" + " ---: |".repeat(deployments.size()));
		for (int row = 0; row < attacks.size(); row++) {
			int number = row;
			out.println(outcomes.values()
				.stream()
				.map((column) -> cell(column.get(number)))
				.collect(Collectors.joining(" | ", "| " + attacks.get(row) + " | ", " |")));
		}
	}

	/** The constants with these names, or all if there are no names. */
	private static <E extends Enum<E>> List<E> named(E[] all, String... names) {
		List<E> named = Arrays.stream(all).filter((each) -> List.of(names).contains(each.name())).toList();
		return named.isEmpty() ? List.of(all) : named;
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
