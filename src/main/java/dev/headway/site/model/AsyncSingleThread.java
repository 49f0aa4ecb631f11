package dev.headway.site.model;

import java.time.Duration;
import java.util.Set;

import dev.headway.site.Sleep;
import dev.headway.site.TimerSleep;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;

/**
 * One thread; requests release it while they wait: an event loop.
 * <ul>
 * <li>A request that waits costs it a suspended request and a timer's entry.</li>
 * <li>Good at any number of requests that wait, with one thread.</li>
 * <li>Bad at a request that computes or blocks: it delays all others. It uses one core.
 * And all code has to be written for it.</li>
 * <li>Bounded by one thread; waiting requests are bounded by the connections.</li>
 * </ul>
 */
final class AsyncSingleThread implements ThreadingModel {

	@Override
	public String description() {
		return "One worker, which requests let go of while they wait, so any number can wait at a time.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return "one worker that never sleeps";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		return new ThreadPool(1, 0, resources.queueCapacity(), resources.logger());
	}

	@Override
	public Sleep sleep(Duration time) {
		return new TimerSleep(time);
	}

}
