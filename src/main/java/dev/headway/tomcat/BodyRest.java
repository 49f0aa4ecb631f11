package dev.headway.tomcat;

import org.apache.coyote.Response;

/**
 * The rest of a request's body that the application doesn't read. HTTP/1.1 only: there it
 * precedes the connection's next request. For the thread that has the request.
 */
interface BodyRest {

	/** Whether the application gets the body; otherwise it finds an empty one. */
	boolean isGiven();

	/** Whether the connection would have to end if the application read no more. */
	boolean endsConnection();

	/** The response is complete: drops the rest, without waiting for it here. */
	void drop(Response response);

}
