package dev.headway.tomcat;

import java.io.IOException;

/**
 * The body of a request that is still arriving. For the thread that has the request.
 */
interface ArrivingBody {

	/**
	 * Takes what has arrived, without blocking.
	 * @throws java.io.EOFException if the client has ended its half too early
	 */
	Progress readOn() throws IOException;

	/** The request has been suspended; called once. */
	void suspended(SuspendedExchange request);

	/** Resumes the request when more has arrived. */
	void awaitMore();

	/** The request waits no longer; called once. */
	void resumed();

	/** How much of a body has arrived. */
	enum Progress {

		/** Not enough yet. */
		WAITING,

		/** All of it, or malformed bytes. */
		COMPLETE,

		/** As much as may be kept; the application has to read the rest. */
		BEGUN

	}

}
