package dev.headway.site.model;

import java.time.Duration;
import java.util.Set;

import dev.headway.site.Sleep;
import dev.headway.site.ThreadSleep;
import dev.headway.tomcat.ServerStartException;
import dev.headway.worker.WorkerPool;

/** One way in which requests meet threads. */
interface ThreadingModel {

	/** One sentence about it, for people who compare it with others. */
	String description();

	/** The properties that only some models have a use for, and this one has. */
	Set<String> properties();

	/** What it takes to run requests, as it is said at start: "4 workers". */
	String threads(ModelSettings resources);

	/**
	 * Makes what runs the requests.
	 * @throws ServerStartException if it can't be had here
	 */
	WorkerPool pool(ModelSettings resources);

	/** How {@code GET /sleep} sleeps: with its thread, unless there is a better way. */
	default Sleep sleep(Duration time) {
		return new ThreadSleep(time);
	}

}
