package dev.headway.site.model;

import java.util.Set;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinPool.ForkJoinWorkerThreadFactory;
import java.util.concurrent.ForkJoinWorkerThread;

import dev.headway.worker.ElasticPool;
import dev.headway.worker.WorkerPool;

/**
 * A {@link ForkJoinPool}: a fixed number of threads, each with a queue of its own, that
 * take work from each other when theirs is empty.
 * <ul>
 * <li>A request costs it a hand-over with less contention than one queue has.</li>
 * <li>Good at tasks that split into smaller tasks, which requests of a web server rarely
 * do.</li>
 * <li>Bad at requests that wait: like any fixed number of threads it is stuck when all
 * threads wait.</li>
 * <li>Bounded by the threads; waiting requests are bounded by the connections.</li>
 * </ul>
 */
final class ForkJoin implements ThreadingModel {

	@Override
	public String description() {
		return "A few threads take work from each other's queues; a slow request still holds one of them.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.SIZE, PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return "a fork-join pool of " + resources.size();
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		// the jobs are independent events, so each queue is first in, first out
		boolean async = true;
		ForkJoinPool threads = new ForkJoinPool(resources.size(), namedThreads(), null, async);
		return new ElasticPool(threads, resources.size(), WorkerPool.UNBOUNDED, resources.queueCapacity(),
				resources.logger());
	}

	/**
	 * The class loader of the JDK's own threads doesn't see the classes of a packaged
	 * application.
	 */
	private static ForkJoinWorkerThreadFactory namedThreads() {
		ClassLoader classLoader = ForkJoin.class.getClassLoader();
		return (pool) -> {
			ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
			thread.setContextClassLoader(classLoader);
			thread.setName("fork-join-" + thread.getPoolIndex());
			return thread;
		};
	}

}
