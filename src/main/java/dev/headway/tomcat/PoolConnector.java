package dev.headway.tomcat;

import java.util.concurrent.Executor;

import dev.headway.worker.WorkerPool;
import org.apache.catalina.connector.Connector;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.threads.VirtualThreadExecutor;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;

/**
 * Connects Tomcat's main connector with the pool, and puts the adapters in front of the
 * application. A management server on a port of its own has another factory, and isn't
 * affected.
 * <p>
 * If the application has chosen a protocol or an executor, that one stays, and the log
 * says so.
 */
public final class PoolConnector
		implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, SmartInitializingSingleton, Ordered {

	private static final Log logger = LogFactory.getLog(PoolConnector.class);

	private final @Nullable WorkerPool pool;

	private final AdapterChain adapters;

	private final RefusalValve refusals;

	private final ClientTimeouts timeouts;

	private final @Nullable Drain drain;

	// Mutable state, of the one thread that starts the application

	private boolean connected;

	/**
	 * Makes the customizer.
	 * @param pool runs the requests; without one, Tomcat's own executor does
	 * @param adapters the adapters in front of the application
	 * @param refusals answers refused requests
	 * @param timeouts the limits for slow clients
	 * @param drain shuts the connections down; null without a pool
	 */
	public PoolConnector(@Nullable WorkerPool pool, AdapterChain adapters, RefusalValve refusals,
			ClientTimeouts timeouts, @Nullable Drain drain) {
		this.pool = pool;
		this.adapters = adapters;
		this.refusals = refusals;
		this.timeouts = timeouts;
		this.drain = drain;
	}

	/**
	 * Last, so that it sees what other customizers have set, and none of them replaces
	 * the pool.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		if (!factory.getProtocol().equals(TomcatServletWebServerFactory.DEFAULT_PROTOCOL)) {
			backOff("the protocol " + factory.getProtocol());
			return;
		}
		factory.setProtocol(PoolAwareProtocol.class.getName());
		factory.addConnectorCustomizers(this::customize);
		this.adapters.hideInternal(factory.getEngineValves().stream());
		factory.addEngineValves(this.refusals);
	}

	private void customize(Connector connector) {
		PoolAwareProtocol protocol = (PoolAwareProtocol) connector.getProtocolHandler();
		Executor present = protocol.getExecutor();
		if (this.pool != null && present != null && !(present instanceof VirtualThreadExecutor)) {
			backOff("the executor " + present);
			return;
		}
		if (this.pool != null) {
			this.connected = true;
			protocol.setExecutor(new TomcatExecutor(this.pool));
		}
		if (this.drain != null) {
			this.drain.attach(protocol);
		}
		this.timeouts.limit(protocol);
		this.adapters.install(connector);
	}

	/**
	 * Starts the workers: before the connector starts, and after the beans that end them
	 * were made. If the application's start fails earlier, no worker threads keep its
	 * process alive.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		if (this.connected && this.pool != null) {
			this.pool.start();
		}
	}

	private static void backOff(String chosen) {
		logger.info("Headway leaves Tomcat as it is: the application has chosen " + chosen);
	}

}
