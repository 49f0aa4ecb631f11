package dev.headway.admission;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Which rule holds for a request: the first that matches. Immutable. */
public final class PaceRules {

	private final List<CompiledRule> rules = new ArrayList<>();

	/**
	 * Reads the rules' patterns.
	 * @param rules the rules, the first one first
	 * @param syntax how their patterns are written
	 * @throws IllegalArgumentException if one of them is no pattern
	 */
	public PaceRules(List<PaceRule> rules, PathSyntax syntax) {
		rules.forEach((rule) -> this.rules.add(new CompiledRule(rule, syntax.compile(rule.path()))));
	}

	/**
	 * The declared pace of a request's handler. The time it takes grows with the number
	 * of rules, so callers keep the answer.
	 * @param method the request's method
	 * @param path the request's path as sent, without the query
	 * @return the pace, or empty if no rule matches
	 */
	public Optional<DeclaredPace> find(String method, String path) {
		for (CompiledRule candidate : this.rules) {
			PaceRule rule = candidate.rule();
			if ((rule.method() == null || rule.method().equals(method)) && candidate.paths().test(path)) {
				return Optional.of(rule.pace());
			}
		}
		return Optional.empty();
	}

	private record CompiledRule(PaceRule rule, Predicate<String> paths) {
	}

}
