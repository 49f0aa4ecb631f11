package dev.headway.site.model;

import java.time.Duration;
import java.util.Set;

import dev.headway.site.Sleep;
import dev.headway.site.ThreadSleep;
import dev.headway.tomcat.ServerStartException;
import dev.headway.worker.WorkerPool;

/** One concurrency model: how requests meet threads. */
interface ThreadingModel {

	/** One sentence about it, for people who compare it with others. */
	String description();

	/** Those of the properties in {@link PropertyNames} that this model uses. */
	Set<String> properties();

	/** The threads that run requests, for the log line at start, such as "4 workers". */
	String threads(ModelSettings resources);

	/**
	 * Makes the pool that runs the requests.
	 * @throws ServerStartException if the model can't run on this JDK
	 */
	WorkerPool pool(ModelSettings resources);

	/** How {@code GET /sleep} sleeps: with its thread, unless there is a better way. */
	default Sleep sleep(Duration time) {
		return new ThreadSleep(time);
	}

}
