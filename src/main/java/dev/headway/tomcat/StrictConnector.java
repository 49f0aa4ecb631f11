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
 * What a server can afford whose answers are all small, and whose clients nobody knows:
 * guards that would change other applications. Each answer of a connection's life fits
 * into its send buffer, read or not; connections end before it could be full; paths come
 * as they were sent; one plain page answers each error.
 */
public final class StrictConnector implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

	/** As much as Linux grants without being told to grant more. */
	private static final int SEND_BUFFER_BYTES = 212_992;

	private static final int MAX_PORT = 65_535;

	/** Tomcat waits for it in twenty parts, and for ever if a part is 0. */
	private static final long UNLOAD_DELAY_MILLIS = 20;

	private final ErrorPageWriter pages;

	private final ConnectionLimit limit;

	private final VitalThreads threads;

	/**
	 * Makes the customizer.
	 * @param pages answers errors
	 * @param limit how many connections the server takes
	 * @param threads watches those that nothing works without
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
			// requests that the drain has given up aren't waited for once more
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
		// an encoded slash is an odd path like any other, so a 404 and not Tomcat's 400
		connector.setEncodedSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		connector.setEncodedReverseSolidusHandling(EncodedSolidusHandling.PASS_THROUGH.getValue());
		PoolAwareProtocol protocol = (PoolAwareProtocol) connector.getProtocolHandler();
		protocol.setMaxConnections(this.limit.connections());
		// a client that waits for 100 gets its answer instead, and keeps the body
		protocol.setContinueResponseTiming(ContinueResponseTiming.ON_REQUEST_BODY_READ.toString());
		// the answers of a connection's whole life fit into it, read or not: no write
		// blocks
		protocol.setProperty("socket.txBufSize", Integer.toString(SEND_BUFFER_BYTES));
		protocol.endBeforeUnreadAnswersBlock();
		protocol.report(this.threads);
	}

	/** In place of Tomcat's own, and of the one that Spring Boot puts in its place. */
	private void install(StandardHost host) {
		host.setErrorReportValveClass("");
		Arrays.stream(host.getPipeline().getValves())
			.filter(ErrorReportValve.class::isInstance)
			.forEach(host.getPipeline()::removeValve);
		host.getPipeline().addValve(new ErrorPageValve(this.pages));
	}

}
