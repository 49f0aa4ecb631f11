package dev.headway.site;

import dev.headway.worker.SuspendedRequests;
import jakarta.servlet.http.HttpServletRequest;

/** A way to let time pass before {@code GET /sleep} is answered. Thread-safe. */
public interface Sleep extends SuspendedRequests {

	/**
	 * Lets the request sleep.
	 * @param request a request, which may come here again after it was suspended
	 * @return what became of it
	 */
	Outcome sleep(HttpServletRequest request);

	/** What becomes of a request that sleeps. */
	enum Outcome {

		/** It has slept and is to be answered. */
		SLEPT,

		/** It was woken before its time and is to be refused. */
		INTERRUPTED,

		/** It sleeps on without a thread, and will come back to the handler. */
		SUSPENDED

	}

}
