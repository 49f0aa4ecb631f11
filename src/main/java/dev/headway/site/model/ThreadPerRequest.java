package dev.headway.site.model;

import java.util.Set;

import dev.headway.worker.ElasticPool;
import dev.headway.worker.WorkerPool;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * A new platform thread for each request, without a limit: a flood of requests stops it.
 * <ul>
 * <li>A request costs it the start of a thread (some 50 to 100 µs), its stack, and
 * scheduling by the system.</li>
 * <li>Good at a few slow requests at a time: no request waits for another.</li>
 * <li>Bad at many, slow or quick: threads are started as fast as requests come, and when
 * the system can't start another, connections are closed without an answer.</li>
 * <li>Bounded only by {@code server.tomcat.max-connections} and by the system's
 * resources.</li>
 * </ul>
 */
final class ThreadPerRequest implements ThreadingModel {

	@Override
	public String description() {
		return "Each request gets a new thread, so nobody waits, until there are too many.";
	}

	@Override
	public Set<String> properties() {
		return Set.of();
	}

	@Override
	public String threads(ModelSettings resources) {
		return "a new thread for each request";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		return new ElasticPool(new SimpleAsyncTaskExecutor("request-"), WorkerPool.UNBOUNDED, WorkerPool.UNBOUNDED,
				resources.queueCapacity(), resources.logger());
	}

}
