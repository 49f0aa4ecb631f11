package dev.headway.tomcat;

import org.apache.coyote.AsyncContextCallback;

/**
 * What Coyote asks of an asynchronous request's context, for requests that are
 * asynchronous at Coyote alone: no application has made them so, and none listens.
 */
interface UncontainedAsync extends AsyncContextCallback {

	@Override
	default void fireOnComplete() {
		// nobody listens
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
