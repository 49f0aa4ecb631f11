package dev.headway.tomcat;

/**
 * Decides whether the application may read a request's body. If it doesn't, the server
 * doesn't wait for the body, and the application finds it empty. Without a bean of this
 * type all bodies are wanted, except those for handlers that are known to read none.
 */
@FunctionalInterface
public interface BodyInterest {

	/**
	 * Whether to wait for a body. Called for requests that have one.
	 * @param method the request's method
	 * @param path its path as sent, without the query
	 */
	boolean isWanted(String method, String path);

}
