package dev.headway.tomcat;

import java.util.Arrays;

import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardContext;
import org.apache.catalina.core.StandardHost;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.tomcat.util.buf.EncodedSolidusHandling;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;

/**
 * Guards for a server with small answers and unknown clients, which would change other
 * applications: all answers of a connection fit into its send buffer, even if the client
 * reads none; a connection ends before the buffer could be full; paths are taken as they
 * were sent; one plain page answers each error.
 */
public final class StrictConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	/** The largest size that Linux grants by default. */
	private static final int SEND_BUFFER_BYTES = 212_992;

	private static final int MAX_PORT = 65_535;

	/** Tomcat waits for this time in twenty parts, and for ever if a part is 0. */
	private static final long UNLOAD_DELAY_MILLIS = 20;

	private final ErrorPageWriter pages;

	private final ConnectionLimit limit;

	private final VitalThreads threads;

	/**
	 * Makes the customizer.
	 * @param pages writes error pages
	 * @param limit how many connections the server takes
	 * @param threads gets Tomcat's vital threads
	 */
	public StrictConnector(ErrorPageWriter pages, ConnectionLimit limit, VitalThreads threads) {
		this.pages = pages;
		this.limit = limit;
		this.threads = threads;
	}

	@Override
	public void customize(TomcatServletWebServerFactory factory) {
		checkPort(factory.getPort());
		factory.addConnectorCustomizers(this::customize);
		factory.addContextCustomizers((context) -> {
			install((StandardHost) context.getParent());
			// don't wait again for requests that the drain has abandoned
			((StandardContext) context).setUnloadDelay(UNLOAD_DELAY_MILLIS);
		});
	}

	private static void checkPort(int port) {
		if (port < 0 || port > MAX_PORT) {
			throw new InvalidConfigurationPropertyValueException("server.port", port,
					"must be between 0 and %d; with 0 the server listens on any that is free".formatted(MAX_PORT));
		}
	}

	private void customize(Connector connector) {
		// an encoded slash makes an unknown path like any other: a 404, not Tomcat's 400
		connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		if (!(connector.getProtocolHandler() instanceof PoolAwareProtocol protocol)) {
			throw new InvalidConfigurationPropertyValueException("headway.enabled", false,
					"must be true: the pages and models of this site are built on Headway");
		}
		protocol.setMaxConnections(this.limit.connections());
		// a client that waits for 100 Continue gets its answer instead, and doesn't send
		// the body
		protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
		// all answers of a connection fit into it, even if the client reads none, so no
		// write blocks
		protocol.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER_BYTES));
		protocol.endBeforeUnreadAnswersBlock();
		protocol.report(this.threads);
	}

	/** Replaces Tomcat's error valve, and the one of Spring Boot. */
	private void install(StandardHost host) {
		host.setErrorReportValveClass("");
		Arrays.stream(host.getPipeline().getValves())
			.filter(ErrorReportValve.class::isInstance)
			.forEach(host.getPipeline()::removeValve);
		host.getPipeline().addValve(new ErrorPageValve(this.pages));
	}

}
