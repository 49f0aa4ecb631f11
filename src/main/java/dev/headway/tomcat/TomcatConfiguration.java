package dev.headway.tomcat;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.BiFunction;

import dev.headway.admission.Admission;
import dev.headway.admission.ClosingTime;
import dev.headway.admission.Handler;
import dev.headway.admission.Overdue;
import dev.headway.admission.ServerTiming;
import dev.headway.admission.Watching;
import dev.headway.site.ErrorPages;
import dev.headway.site.LastAnswers;
import dev.headway.site.Sleep;
import dev.headway.worker.ShutdownDeadline;
import dev.headway.worker.WorkerPool;
import dev.headway.worker.endpoint.ActuatorPaths;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.ApplicationContext;
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

	/** As much as Linux grants without being told to grant more. */
	private static final int SEND_BUFFER_BYTES = 212_992;

	private static final int MAX_PORT = 65_535;

	/** Tomcat waits for it in twenty parts, and for ever if a part is 0. */
	private static final long UNLOAD_DELAY_MILLIS = 20;

	@Bean
	Drain drain(WorkerPool pool, ClosingTime closingTime, Bodies bodies, LastAnswers lastAnswers, Sleep sleep,
			ApplicationContext context, ShutdownDeadline deadline, DrainProperties properties) {
		return new Drain(pool, closingTime, bodies, lastAnswers, sleep, context, deadline,
				properties.delayWithin(deadline.timeout()));
	}

	@Bean
	VitalThreads vitalThreads() {
		return new VitalThreads();
	}

	@Bean
	ConnectionLimit connectionLimit(Environment environment) {
		Optional<Integer> configured = Optional
			.ofNullable(Binder.get(environment).bind(ConnectionLimit.PROPERTY, Integer.class).orElse(null));
		configured.filter((connections) -> connections < 1).ifPresent((connections) -> {
			throw new InvalidConfigurationPropertyValueException(ConnectionLimit.PROPERTY, connections,
					"must be 1 or more, for example 8192: the queue is made to cover them all");
		});
		return ConnectionLimit.of(configured, ConnectionCost.in(environment), Runtime.getRuntime().maxMemory());
	}

	@Bean
	InternalConnector internalConnector(WorkerPool pool) {
		return new InternalConnector(pool);
	}

	@Bean
	RequestDoors requestDoors(ActuatorPaths actuatorPaths, Watching watching, Admission admission,
			BiFunction<String, String, Handler> handlers) {
		return new RequestDoors(new ActuatorRequests(actuatorPaths), watching.admission(), admission, handlers);
	}

	@Bean
	WaitingClients waitingClients() {
		return new WaitingClients(System::nanoTime);
	}

	/** An application may know better which bodies it reads. */
	@Bean
	Bodies bodies(BodyProperties properties, ObjectProvider<BodyInterest> interests,
			BiFunction<String, String, Handler> handlers) {
		return new Bodies(interests.getIfAvailable(() -> (method, path) -> handlers.apply(method, path).readsBody()),
				properties);
	}

	@Bean
	AdapterChain adapterChain(Bodies bodies, RequestDoors doors, Overdue overdue, WaitingClients waitingClients,
			InternalConnector internal, LastAnswers lastAnswers, ServerTiming timing) {
		return new AdapterChain(bodies, doors, overdue, waitingClients, internal, lastAnswers, timing);
	}

	/** Last, so that nothing that Spring Boot sets replaces the pool. */
	@Bean
	@Order(Ordered.LOWEST_PRECEDENCE)
	WebServerFactoryCustomizer<TomcatServletWebServerFactory> mainConnector(WorkerPool pool, ErrorPages pages,
			Drain drain, AdapterChain adapters, RefusalValve refusals, ConnectionLimit limit, VitalThreads threads,
			ClientProperties clients) {
		return (factory) -> {
			checkPort(factory.getPort());
			factory.setProtocol(PoolAwareProtocol.class.getName());
			factory.addConnectorCustomizers((connector) -> {
				PoolAwareProtocol protocol = (PoolAwareProtocol) connector.getProtocolHandler();
				protocol.setMaxConnections(limit.connections());
				protocol.setExecutor(new TomcatExecutor(pool));
				protocol.report(threads);
				drain.attach(protocol);
				takeUriAsItComes(connector);
				limitClients(protocol, clients);
				adapters.install(connector);
			});
			adapters.internal().hideFrom(factory.getEngineValves().stream());
			factory.addEngineValves(refusals);
			factory.addContextCustomizers((context) -> {
				install(pages, (StandardHost) context.getParent());
				// requests that the drain has given up aren't waited for once more
				((StandardContext) context).setUnloadDelay(UNLOAD_DELAY_MILLIS);
			});
		};
	}

	private static void checkPort(int port) {
		if (port < 0 || port > MAX_PORT) {
			throw new InvalidConfigurationPropertyValueException("server.port", port,
					"must be between 0 and %d; with 0 the server listens on any that is free".formatted(MAX_PORT));
		}
	}

	/** An encoded slash is an odd path like any other, so a 404 and not Tomcat's 400. */
	private static void takeUriAsItComes(Connector connector) {
		connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
	}

	private static void limitClients(PoolAwareProtocol protocol, ClientProperties clients) {
		protocol.limitHeads(clients.headTimeout());
		protocol.limitWrites(clients.writeTimeout());
		// a client that waits for 100 gets its answer instead, and keeps the body
		protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
		// the answers of a connection's whole life fit into it, read or not: no write
		// blocks
		protocol.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER_BYTES));
		for (UpgradeProtocol upgrade : protocol.findUpgradeProtocols()) {
			if (upgrade instanceof Http2Protocol http2) {
				http2.setStreamWriteTimeout(clients.writeTimeout().toMillis());
				http2.setWriteTimeout(clients.writeTimeout().toMillis());
			}
		}
	}

	/** In place of Tomcat's own, and of the one that Spring Boot puts in its place. */
	private static void install(ErrorPages pages, StandardHost host) {
		host.setErrorReportValveClass("");
		Arrays.stream(host.getPipeline().getValves())
			.filter(ErrorReportValve.class::isInstance)
			.forEach(host.getPipeline()::removeValve);
		host.getPipeline().addValve(new ErrorPageValve(pages));
	}

}
