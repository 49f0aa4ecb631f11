package dev.headway.worker;

/**
 * Is told of each request that a pool's workers finish, once, on the worker's thread: it
 * must be quick and must not throw.
 */
@FunctionalInterface
public interface RequestObserver {

	/**
	 * A request was finished.
	 * @param queuedNanos how long its job had waited for a worker, in nanoseconds; 0 for
	 * a request that came on the heels of another, in the same job
	 * @param heldNanos how long it held a worker, or one worker after the other, in
	 * nanoseconds
	 */
	void finished(long queuedNanos, long heldNanos);

}
