package dev.headway.site.model;

import java.util.Set;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;

/**
 * The starting point of the story: one thread does everything, one request after the
 * other.
 * <ul>
 * <li>A request costs it almost no hand-over, and no memory but its own.</li>
 * <li>Good at requests that never wait: no shared data, no context switches.</li>
 * <li>Bad at all others: one request that sleeps delays all others, including
 * scrapes.</li>
 * <li>Bounded by one thread; waiting requests are bounded by the connections.</li>
 * </ul>
 */
final class SingleThread implements ThreadingModel {

	@Override
	public String description() {
		return "One worker does everything, so one slow request holds up all the others.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return "one worker";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		return new ThreadPool(1, 0, resources.queueCapacity(), resources.logger());
	}

}
