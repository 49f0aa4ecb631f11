package dev.headway.site.model;

import java.util.Set;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;

/**
 * The default: numbered workers, some of which stay free for quick requests, while slow
 * ones beyond the size wait without a worker. Spares stand in for workers that get stuck
 * nevertheless.
 * <ul>
 * <li>A request costs it a hand-over (some 10 µs). A waiting slow request costs its
 * connection and a suspended request, but no thread.</li>
 * <li>Good at quick requests, whatever the slow ones do, and at refusing in time.</li>
 * <li>Bad at many requests that only wait: it runs {@code size} of them at a time.</li>
 * <li>Bounded by workers, spares, waiting room and waiting time.</li>
 * </ul>
 */
final class BoundedThreadPool implements ThreadingModel {

	@Override
	public String description() {
		return "A few workers serve all; slow requests may hold some of them, and one stays free for quick ones.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.SIZE, PropertyNames.EXPRESS, PropertyNames.SPARES, PropertyNames.REPLACE_AFTER,
				PropertyNames.ADMISSION_MODE, PropertyNames.QUICK_UNDER, PropertyNames.RULES,
				PropertyNames.WAITING_CAPACITY, PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return resources.size() + " workers and " + resources.express() + " express";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		return ThreadPool.notStarted(resources.pool(), resources.logger());
	}

}
