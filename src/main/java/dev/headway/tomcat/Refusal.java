package dev.headway.tomcat;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A refused request, for {@link RefusalHandler}.
 *
 * @param retryAfter the value of {@code Retry-After}: whole seconds, 1 or more, with
 * jitter
 * @param pattern the pattern of the mapping that the path matches, or null if none is
 * known
 */
public record Refusal(Duration retryAfter, @Nullable String pattern) {
}
