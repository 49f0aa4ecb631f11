package dev.headway.admission;

/**
 * What tells handlers apart: what they are asked for, never which object serves them.
 * Some frameworks make a new handler for each request.
 *
 * @param method the request's method; the caller folds unknown methods into one, or
 * clients could make keys as they like
 * @param pattern the pattern that the path matches, such as {@code /report/{id}}
 */
public record HandlerKey(String method, String pattern) {
}
