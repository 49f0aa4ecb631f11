package dev.headway.tomcat;

/**
 * The notes of Coyote's request objects that Headway uses, so that no two classes use the
 * same one. Tomcat leaves the notes from 17 to 31 to others.
 */
final class RequestNotes {

	/** The request between two workers. */
	static final int SUSPENDED_REQUEST = 17;

	/** The processor that serves the request. */
	static final int PROCESSOR = 20;

	/** The rest of an answer that is still to be sent. */
	static final int REMAINDER = 21;

	/** The request while it waits at Coyote. */
	static final int SUSPENDED_EXCHANGE = 22;

	/** The bodies of the HTTP/2 connection that the request comes on. */
	static final int STREAM_BODIES = 23;

	/** How long the client of an HTTP/2 stream keeps its worker waiting. */
	static final int CLIENT_WAITS = 24;

	/** The filter that an answer on an HTTP/2 stream is written to. */
	static final int STREAM_END = 25;

	private RequestNotes() {
	}

}
