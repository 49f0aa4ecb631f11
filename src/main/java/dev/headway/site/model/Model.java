package dev.headway.site.model;

import java.util.Locale;

/**
 * The concurrency models: how requests meet threads. The property {@code headway.model}.
 */
public enum Model {

	/** One worker for everything. */
	SINGLE_THREAD(new SingleThread()),

	/** A new thread for each request. */
	THREAD_PER_REQUEST(new ThreadPerRequest()),

	/** Numbered workers, express workers and a waiting room. */
	THREAD_POOL(new BoundedThreadPool()),

	/** A work-stealing pool. */
	FORK_JOIN(new ForkJoin()),

	/** One worker; requests release it while they wait. */
	ASYNC_SINGLE_THREAD(new AsyncSingleThread()),

	/** Several workers; requests release them while they wait. */
	ASYNC_MULTI_THREAD(new AsyncMultiThread()),

	/** A virtual thread for each request. */
	VIRTUAL_THREADS(new VirtualThreads());

	@SuppressWarnings("ImmutableEnumChecker") // none of them has any state
	private final ThreadingModel threading;

	Model(ThreadingModel threading) {
		this.threading = threading;
	}

	/** How the model uses threads. */
	ThreadingModel threading() {
		return this.threading;
	}

	/**
	 * The model's name.
	 * @return the name as it is configured, such as {@code thread-pool}
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
