package dev.headway.tomcat;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.threads.ResizableExecutor;

/**
 * Tomcat's HTTP/1.1 protocol, except that it tells the size of a pool that isn't Tomcat's
 * own. Without it, {@code tomcat.threads.config.max} would be -1: Tomcat's endpoint asks
 * a foreign executor how many threads it has and how many are busy, but not how many it
 * may have.
 * <p>
 * Public because Tomcat makes it by name, and reads the endpoint through JMX.
 */
public final class PoolAwareProtocol extends Http11NioProtocol {

	/**
	 * Makes the protocol with its endpoint.
	 */
	public PoolAwareProtocol() {
		super(new Endpoint());
	}

	/** Tomcat's endpoint, which accepts connections and reads from them. */
	public static final class Endpoint extends NioEndpoint {

		@Override
		public int getMaxThreads() {
			return (getExecutor() instanceof ResizableExecutor pool) ? pool.getMaxThreads() : super.getMaxThreads();
		}

	}

}
