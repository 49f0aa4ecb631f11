package dev.headway.worker;

import java.time.Duration;

/**
 * How a {@link ThreadPool} replaces stuck workers.
 *
 * @param limit how many spares can be in use, 0 or more
 * @param replaceAfter how long a worker is in the same job before it counts as stuck, at
 * least 1 ms and at most an hour
 */
public record Spares(int limit, Duration replaceAfter) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	/** No spares: a stuck worker is not replaced. */
	public static final Spares NONE = new Spares(0, Duration.ofMillis(50));

	/**
	 * Checks the figures.
	 * @throws IllegalArgumentException if one is too low or too high
	 */
	public Spares {
		if (limit < 0) {
			throw new IllegalArgumentException("limit must be 0 or more: " + limit);
		}
		if (replaceAfter.compareTo(SHORTEST) < 0 || replaceAfter.compareTo(LONGEST) > 0) {
			throw new IllegalArgumentException("replaceAfter must be between 1 ms and 1 h: " + replaceAfter);
		}
	}

}
