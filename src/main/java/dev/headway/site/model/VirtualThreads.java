package dev.headway.site.model;

import java.util.Set;

import dev.headway.tomcat.ServerStartException;
import dev.headway.worker.ElasticPool;
import dev.headway.worker.WorkerPool;

import org.springframework.core.task.VirtualThreadTaskExecutor;

/**
 * A virtual thread for each request, up to a limit; further requests wait in order. Needs
 * JDK 21 or newer.
 * <ul>
 * <li>A request costs it a virtual thread, which is about as cheap as any other object,
 * and a few kilobytes for its stack while it waits.</li>
 * <li>Good at many requests that wait, with ordinary blocking code.</li>
 * <li>Bad at requests that compute: there are no more cores than before, and no request
 * has priority. Before JDK 24 a virtual thread that waits inside {@code synchronized}
 * blocks its carrier thread.</li>
 * <li>Bounded by the limit; waiting requests are bounded by the connections.</li>
 * </ul>
 *
 * @see <a href="https://openjdk.org/jeps/444">JEP 444, Virtual Threads</a>
 * @see <a href="https://openjdk.org/jeps/491">JEP 491, Synchronize Virtual Threads
 * without Pinning</a>
 */
final class VirtualThreads implements ThreadingModel {

	private static final int FIRST_JDK = 21;

	@Override
	public String description() {
		return "Each request gets a virtual thread, which costs next to nothing while it waits.";
	}

	@Override
	public Set<String> properties() {
		return Set.of(PropertyNames.VIRTUAL_THREADS, PropertyNames.WAITING_TIMEOUT);
	}

	@Override
	public String threads(ModelSettings resources) {
		return "a virtual thread for each of up to " + resources.virtualThreads() + " requests";
	}

	@Override
	public WorkerPool pool(ModelSettings resources) {
		int jdk = Runtime.version().feature();
		if (jdk < FIRST_JDK) {
			throw new ServerStartException(
					"The model virtual-threads needs JDK %d or newer, and this is %d.".formatted(FIRST_JDK, jdk),
					"Run the server with a newer JDK, or choose another model, for example headway.model=thread-pool");
		}
		return new ElasticPool(new VirtualThreadTaskExecutor("request-"), resources.virtualThreads(),
				resources.virtualThreads(), resources.queueCapacity(), resources.logger());
	}

}
