package dev.headway.admission;

/**
 * A handler as far as it is known before it has seen the request.
 *
 * @param key what its pace is learned under
 * @param pace what is said of it
 * @param readsBody whether it may read a request's body
 */
public record Handler(HandlerKey key, DeclaredPace pace, boolean readsBody) {

}
