package dev.headway.worker;

/**
 * Requests that their handlers have suspended. They hold no worker until they are
 * resumed. Thread-safe.
 */
public interface SuspendedRequests {

	/** For servers where handlers don't suspend requests, or nothing counts them. */
	SuspendedRequests NONE = new SuspendedRequests() {

		@Override
		public int suspended() {
			return 0;
		}

		@Override
		public void interrupt() {
			// there are none
		}

	};

	/**
	 * Suspends requests again, since the server runs again.
	 */
	default void resume() {
		// most have nothing to undo
	}

	/**
	 * How many requests are suspended.
	 * @return 0 or more
	 */
	int suspended();

	/**
	 * Resumes all of them early, because the shutdown's time is over.
	 */
	void interrupt();

}
