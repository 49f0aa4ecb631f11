package dev.headway.site;

import dev.headway.worker.SuspendedRequests;
import jakarta.servlet.http.HttpServletRequest;

/** A way in which {@code GET /sleep} sleeps. Thread-safe. */
public interface Sleep extends SuspendedRequests {

	/**
	 * Lets the request sleep.
	 * @param request a request; one that was suspended comes a second time
	 * @return the outcome
	 */
	Outcome sleep(HttpServletRequest request);

	/** The outcome of a sleep. */
	enum Outcome {

		/** It has slept and is to be answered. */
		SLEPT,

		/** It was woken before its time and is to be refused. */
		INTERRUPTED,

		/**
		 * It goes on sleeping without a thread, and will be dispatched to the handler
		 * again.
		 */
		SUSPENDED

	}

}
