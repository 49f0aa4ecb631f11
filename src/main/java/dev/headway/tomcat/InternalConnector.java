package dev.headway.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.worker.WorkerPool;
import jakarta.servlet.ServletRequest;
import org.apache.catalina.Container;
import org.apache.catalina.Engine;
import org.apache.catalina.Valve;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.core.StandardWrapper;
import org.apache.catalina.valves.AbstractAccessLogValve;
import org.apache.coyote.Adapter;
import org.jspecify.annotations.Nullable;

/**
 * Lets the process send requests to its own server: on loopback connections that no other
 * process can open, in plain HTTP/1.1, until {@link #close()}. The same workers and the
 * same application serve them, but no figures and no log include them. They are
 * recognized by their connector, not by time, so clients' requests are counted meanwhile.
 * <p>
 * Thread-safe.
 */
public final class InternalConnector implements AutoCloseable {

	private final WorkerPool pool;

	/** Request attributes that keep a request out of an access log. */
	private final List<String> accessLogConditions = new ArrayList<>(List.of(InternalAdapter.MARK));

	private final List<UncountedServletValve> valves = new ArrayList<>();

	private @Nullable Connector connector;

	private @Nullable Adapter adapter;

	private @Nullable InternalProtocol protocol;

	private volatile boolean open;

	/**
	 * Makes a closed connector; the first {@link #connect()} opens it.
	 * @param pool runs the requests
	 */
	public InternalConnector(WorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * Excludes internal requests from access logs, with the user's own condition if one
	 * is set.
	 */
	void hideFrom(Stream<? extends Valve> engineValves) {
		engineValves.filter(AbstractAccessLogValve.class::isInstance)
			.map(AbstractAccessLogValve.class::cast)
			.forEach((log) -> {
				if (log.getConditionUnless() == null) {
					log.setConditionUnless(InternalAdapter.MARK);
				}
				this.accessLogConditions.add(log.getConditionUnless());
			});
	}

	/** Sets the public connector that the internal one resembles. */
	void resemble(Connector publicConnector, Adapter sharedAdapter) {
		this.connector = publicConnector;
		this.adapter = sharedAdapter;
	}

	/**
	 * Whether this connector has received the request. Once the connector is closed, the
	 * check takes a nanosecond.
	 * @param request a request
	 * @return false for clients' requests
	 */
	public boolean received(ServletRequest request) {
		return this.open && request.getAttribute(InternalAdapter.MARK) != null;
	}

	/**
	 * Opens a connection.
	 * @return a connected socket
	 * @throws IOException if the connection can't be opened
	 */
	public synchronized Socket connect() throws IOException {
		InternalProtocol present = (this.protocol != null) ? this.protocol : open();
		Socket socket = new Socket();
		try {
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
			present.expect(socket.getLocalPort());
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), present.getLocalPort()));
			return socket;
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	private InternalProtocol open() throws IOException {
		if (this.connector == null || this.adapter == null) {
			throw new IOException("there is no server");
		}
		addValves(this.connector.getService().getContainer());
		InternalProtocol created = new InternalProtocol(new TomcatExecutor(this.pool),
				this.connector.getProtocolHandler().getUtilityExecutor(),
				new InternalAdapter(this.adapter, this.accessLogConditions));
		this.protocol = created;
		this.open = true;
		created.open();
		return created;
	}

	private void addValves(Engine engine) {
		for (Container host : engine.findChildren()) {
			for (Container context : host.findChildren()) {
				for (Container servlet : context.findChildren()) {
					UncountedServletValve valve = new UncountedServletValve((StandardWrapper) servlet);
					servlet.getPipeline().addValve(valve);
					this.valves.add(valve);
				}
			}
		}
	}

	/**
	 * Closes the connector and all connections to it.
	 */
	@Override
	public synchronized void close() {
		if (this.protocol != null) {
			this.protocol.close();
			this.protocol = null;
			this.open = false;
			this.valves.forEach(UncountedServletValve::remove);
			this.valves.clear();
		}
	}

}
