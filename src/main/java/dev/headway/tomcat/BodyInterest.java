package dev.headway.tomcat;

/**
 * Says whether the application may want a request's body. If it doesn't, nobody waits for
 * the body: the application finds it empty. Without a bean of this type all are wanted
 * but those for handlers that are known to read none.
 */
@FunctionalInterface
public interface BodyInterest {

	/**
	 * Whether to wait for a body. Asked for requests that have one.
	 * @param method the request's method
	 * @param path its path as it came, without query
	 */
	boolean isWanted(String method, String path);

}
