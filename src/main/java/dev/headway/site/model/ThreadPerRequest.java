package dev.headway.site.model;

import java.util.Set;

import dev.headway.worker.ElasticPool;
import dev.headway.worker.WorkerPool;

import org.springframework.core.task.SimpleAsyncTaskExecutor;

/**
 * A new platform thread for each request, and no limit: the one that a flood knocks over.
 * <ul>
 * <li>A request costs it the start of a thread (some 50 to 100 µs), its stack, and a
 * place in the system's schedule.</li>
 * <li>Good at a few slow requests at a time: nobody waits for anybody.</li>
 * <li>Bad at many, slow or quick: threads are started as fast as requests come, and when
 * the system has none left, connections are closed without an answer.</li>
 * <li>Bounded by nothing but {@code server.tomcat.max-connections}, and by what breaks
 * first.</li>
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
