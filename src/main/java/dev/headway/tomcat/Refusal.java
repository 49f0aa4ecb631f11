package dev.headway.tomcat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a request that is refused.
 *
 * @param retryAfter when its client is told to come back: whole seconds, 1 or more, with
 * jitter
 * @param pattern the pattern of the mapping that the path matches, or null if none is
 * known
 */
public record Refusal(Duration retryAfter, @Nullable String pattern) {
}
