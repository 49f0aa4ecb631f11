package dev.headway.admission;

import org.jspecify.annotations.Nullable;

/**
 * A handler as far as it is known before it has seen the request.
 *
 * @param key what its pace is learned under
 * @param pace what is said of it
 * @param readsBody whether it may read a request's body
 * @param pattern the pattern of the mapping that leads to it, such as
 * {@code /report/{id}}; null if none is known, and never what a client has made up
 */
public record Handler(HandlerKey key, DeclaredPace pace, boolean readsBody, @Nullable String pattern) {

}
