package dev.headway.worker;

/**
 * Requests that their handlers have suspended, so that they hold no worker until they are
 * brought back. Thread-safe.
 */
public interface SuspendedRequests {

	/** What there is where nothing suspends requests, or nobody counts them. */
	SuspendedRequests NONE = new SuspendedRequests() {

		@Override
		public int suspended() {
			return 0;
		}

		@Override
		public void interrupt() {
			// there is nobody to wake
		}

	};

	/**
	 * How many there are.
	 * @return 0 or more
	 */
	int suspended();

	/**
	 * Brings all of them back before their time, because the server has no more.
	 */
	void interrupt();

}
