package dev.headway.admission;

import java.util.function.Predicate;

/** Compiles patterns of paths. The application's framework defines their syntax. */
public interface PathSyntax {

	/**
	 * Reads a pattern.
	 * @param pattern the pattern
	 * @return whether a path as sent, without the query, matches it; thread-safe
	 * @throws IllegalArgumentException if it is no pattern; the message says why
	 */
	Predicate<String> compile(String pattern);

}
