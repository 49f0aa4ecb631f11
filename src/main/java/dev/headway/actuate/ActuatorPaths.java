package dev.headway.actuate;

import java.util.List;
import java.util.function.Supplier;

import dev.headway.admission.ManagementPaths;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.PathContainer;
import org.springframework.http.server.PathContainer.PathSegment;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Recognizes Actuator's paths by the patterns that Spring MVC matches for it. So path
 * parameters, encoded letters, a base path of {@code /} and mapped names are seen as
 * Spring MVC sees them. Immutable, and cheap for all other paths.
 */
public final class ActuatorPaths implements ManagementPaths {

	private final Supplier<Rule> rule;

	/**
	 * Makes a rule.
	 * @param prefix what each path begins with: context path and servlet path
	 * @param patterns the patterns of Actuator's mappings; both suppliers are called
	 * once, for the first path
	 */
	public ActuatorPaths(Supplier<String> prefix, Supplier<List<PathPattern>> patterns) {
		this.rule = SingletonSupplier.of(() -> Rule.of(prefix.get(), patterns.get()));
	}

	@Override
	public List<String> beginnings() {
		return this.rule.get().beginnings();
	}

	@Override
	public boolean test(String path) {
		return this.rule.get().matches(path);
	}

	private record Rule(String prefix, List<PathPattern> patterns, List<String> beginnings) {

		static Rule of(String prefix, List<PathPattern> patterns) {
			return new Rule(prefix, List.copyOf(patterns),
					patterns.stream().map((pattern) -> prefix + literal(pattern)).distinct().toList());
		}

		/** A pattern without its variables and wildcards, and the slash before these. */
		private static String literal(PathPattern pattern) {
			return pattern.getPatternString().split("/?[{*]", 2)[0];
		}

		boolean matches(String path) {
			if (this.patterns.isEmpty() || !mayMatch(path)) {
				return false;
			}
			PathContainer parsed = parse(path);
			return parsed != null && !hasDots(parsed)
					&& this.patterns.stream().anyMatch((pattern) -> pattern.matches(parsed));
		}

		/** Called for each request, so without a stream. */
		private boolean mayMatch(String path) {
			for (String beginning : this.beginnings) {
				if (path.startsWith(beginning)) {
					return true;
				}
			}
			return path.indexOf('%') >= 0 || path.indexOf(';') >= 0;
		}

		/**
		 * The path below the prefix, or null if it isn't below the prefix or not a valid
		 * path.
		 */
		private @Nullable PathContainer parse(String path) {
			try {
				return withinPrefix(PathContainer.parsePath(path));
			}
			catch (IllegalArgumentException ex) {
				// a percent sign without two digits
				return null;
			}
		}

		private @Nullable PathContainer withinPrefix(PathContainer path) {
			PathContainer start = PathContainer.parsePath(this.prefix);
			int length = start.elements().size();
			if (path.elements().size() < length) {
				return null;
			}
			for (int i = 0; i < length; i++) {
				if (!text(path.elements().get(i)).equals(text(start.elements().get(i)))) {
					return null;
				}
			}
			return path.subPath(length);
		}

		private static boolean hasDots(PathContainer path) {
			return path.elements().stream().map(Rule::text).anyMatch((text) -> text.equals(".") || text.equals(".."));
		}

		/** The text that Spring MVC compares. */
		private static String text(PathContainer.Element element) {
			return (element instanceof PathSegment segment) ? segment.valueToMatch() : element.value();
		}

	}

}
