package dev.headway.tomcat;

import org.apache.coyote.AsyncContextCallback;

/**
 * The context that Coyote needs for an asynchronous request, for requests that are
 * asynchronous only at Coyote: the application hasn't started them, and has no listeners.
 */
interface UncontainedAsync extends AsyncContextCallback {

	@Override
	default void fireOnComplete() {
		// there are no listeners
	}

	@Override
	default boolean isAvailable() {
		return true;
	}

	@Override
	default void incrementInProgressAsyncCount() {
		// no context has seen it
	}

	@Override
	default void decrementInProgressAsyncCount() {
		// no context has seen it
	}

}
