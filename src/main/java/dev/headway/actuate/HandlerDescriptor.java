package dev.headway.actuate;

import org.jspecify.annotations.Nullable;

/**
 * A handler, and what it is taken for.
 *
 * @param method the method of its requests
 * @param pattern the pattern of their paths
 * @param pace what it is taken for, going by its requests: {@code quick}, {@code unsure}
 * or {@code slow}
 * @param declared what a rule or an annotation says of it, which counts for more; null if
 * none does
 * @param quickShare which part of its recent requests was quick, 0 to 1
 * @param averageSeconds how long its recent requests held a worker, without the time that
 * their clients made them wait
 * @param requests requests that this has been learned from
 * @param running requests that may run now
 * @param waiting requests that wait now
 * @param refused requests that were refused
 */
public record HandlerDescriptor(String method, String pattern, String pace, @Nullable String declared,
		double quickShare, double averageSeconds, long requests, int running, int waiting, long refused) {
}
