package dev.headway.actuate;

import org.jspecify.annotations.Nullable;

/**
 * A handler and its pace.
 *
 * @param method the method of its requests
 * @param pattern the pattern of their paths
 * @param pace its pace as learned from its requests: {@code quick}, {@code unsure} or
 * {@code slow}
 * @param declared its pace as declared by a rule or an annotation, which overrides the
 * learned one; null if none is declared
 * @param quickShare the share of its recent requests that were quick, 0 to 1
 * @param averageSeconds how long its recent requests held a worker on average, without
 * the time spent waiting for their clients
 * @param requests how many requests the pace was learned from
 * @param running how many requests are admitted now
 * @param waiting how many requests wait now
 * @param refused how many requests were refused
 */
public record HandlerDescriptor(String method, String pattern, String pace, @Nullable String declared,
		double quickShare, double averageSeconds, long requests, int running, int waiting, long refused) {
}
