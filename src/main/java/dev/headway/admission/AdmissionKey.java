package dev.headway.admission;

/**
 * Tells handlers apart before the application has seen the request. An application may
 * have a bean of its own. Must be quick, thread-safe, and give a bounded number of keys.
 */
@FunctionalInterface
public interface AdmissionKey {

	/**
	 * The handler of a request.
	 * @param method as sent
	 * @param path as sent, without the query
	 * @return what its pace is learned under
	 */
	HandlerKey of(String method, String path);

}
