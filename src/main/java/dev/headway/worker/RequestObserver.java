package dev.headway.worker;

/**
 * Called once for each request that a pool's workers finish, on the worker's thread. It
 * must be quick and must not throw.
 */
@FunctionalInterface
public interface RequestObserver {

	/**
	 * A request was finished.
	 * @param queuedNanos how long its job had waited for a worker, in nanoseconds; 0 for
	 * a request that followed another in the same job
	 * @param heldNanos how long it held workers in total, in nanoseconds
	 */
	void finished(long queuedNanos, long heldNanos);

}
