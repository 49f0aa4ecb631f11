package dev.headway.site.model;

import java.time.Duration;
import java.util.Set;

import dev.headway.site.Sleep;
import dev.headway.site.TimerSleep;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;

/**
 * Several threads; requests release them while they wait.
 * <ul>
 * <li>A request that waits costs it a suspended request and a timer's entry.</li>
 * <li>Good at any number of requests that wait, and at using all cores for those that
 * don't.</li>
 * <li>Bad at code that blocks: {@code size} such requests stop it. And all code has to be
 * written for it.</li>
 * <li>Bounded by the threads; waiting requests are bounded by the connections.</li>
 * </ul>
 */
final class AsyncMultiThread implements ThreadingModel {

	@Override
	public String description() {
		return "A few workers, which requests let go of while they wait, so any number can wait at a time.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.SIZE, PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return resources.size() + " workers that never sleep";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		return new ThreadPool(resources.size(), 0, resources.queueCapacity(), resources.logger());
	}

	@Override
	public Sleep sleep(Duration time) {
		return new TimerSleep(time);
	}

}
