package dev.headway.tomcat;

import dev.headway.site.ErrorPages;
import dev.headway.worker.ThreadPool;
import org.apache.catalina.Lifecycle;
import org.apache.catalina.LifecycleEvent;
import org.apache.catalina.LifecycleListener;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardHost;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.Environment;

/**
 * Gives the main connector its pool and its error pages. A management server on a port of
 * its own has a factory of its own, which this doesn't reach.
 */
@Configuration(proxyBeanMethods = false)
class TomcatConfiguration {

	/** Last, so that nothing that Spring Boot sets replaces the pool. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> poolAndErrorPages(ThreadPool pool, ErrorPages pages,
			Environment environment) {
		return (factory) -> {
			factory.setProtocol(PoolAwareProtocol.class.getName());
			factory.addConnectorCustomizers((connector) -> install(pool, connector));
			if (environment.getProperty("headway.recording.enabled", Boolean.class, true)) {
				RequestNames names = new RequestNames(pool.workers().size());
				Watching watching = Watching.in(environment);
				factory.addConnectorCustomizers(
						(connector) -> connector.addLifecycleListener(new AdapterWrapper(connector, names, watching)));
			}
			factory.addContextCustomizers((context) -> install(pages, (StandardHost) context.getParent()));
		};
	}

	private static void install(ThreadPool pool, Connector connector) {
		AbstractProtocol<?> protocol = (AbstractProtocol<?>) connector.getProtocolHandler();
		int connections = protocol.getMaxConnections();
		if (connections < 1 || connections > pool.queueCapacity()) {
			throw new InvalidConfigurationPropertyValueException("server.tomcat.max-connections", connections,
					"must be between 1 and %d, the jobs that the queue can hold: Tomcat closes a connection whose job is refused"
						.formatted(pool.queueCapacity()));
		}
		// an encoded slash is an odd path like any other, so a 404 and not Tomcat's 400
		connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		protocol.setExecutor(new TomcatExecutor(pool));
	}

	private static void install(ErrorPages pages, StandardHost host) {
		host.setErrorReportValveClass("");
		host.getPipeline().addValve(new ErrorPageValve(pages));
	}

	/** Waits for Tomcat to make its adapter, then stands in front of it. */
	private record AdapterWrapper(Connector connector, RequestNames names,
			Watching watching) implements LifecycleListener {

		@Override
		public void lifecycleEvent(LifecycleEvent event) {
			if (Lifecycle.AFTER_INIT_EVENT.equals(event.getType())) {
				var protocol = this.connector.getProtocolHandler();
				protocol.setAdapter(new RequestAdapter(protocol.getAdapter(), this.names, this.watching));
			}
		}

	}

}
