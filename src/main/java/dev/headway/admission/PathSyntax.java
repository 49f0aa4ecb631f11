package dev.headway.admission;

import java.util.function.Predicate;

/** How patterns of paths are written: the application's framework knows. */
public interface PathSyntax {

	/**
	 * Reads a pattern.
	 * @param pattern the pattern
	 * @return whether a path, decoded and without the query, matches it; thread-safe
	 * @throws IllegalArgumentException if it is no pattern; the message says why
	 */
	Predicate<String> compile(String pattern);

}
