package dev.headway.tomcat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioEndpoint;

/**
 * Tomcat's HTTP/1.1 on a loopback port, for connections from ports that were announced.
 * While a socket is bound to a port no other process can connect from that port.
 */
final class InternalProtocol extends Http11NioProtocol {

	/** How long a request may take to end after its answer was read. */
	private static final Duration END = Duration.ofSeconds(1);

	private final InternalAdapter requests;

	InternalProtocol(Executor executor, ScheduledExecutorService utilityExecutor, InternalAdapter adapter) {
		super(new ExpectingEndpoint());
		this.requests = adapter;
		setAdapter(adapter);
		setExecutor(executor);
		setUtilityExecutor(utilityExecutor);
		setAddress(InetAddress.getLoopbackAddress());
		setPort(0);
	}

	void expect(int remotePort) {
		((ExpectingEndpoint) getEndpoint()).expected.add(remotePort);
	}

	void open() throws IOException {
		try {
			init();
			start();
		}
		catch (Exception ex) {
			throw new IOException("The internal connector can't be opened", ex);
		}
	}

	void close() {
		this.requests.awaitIdle(END);
		try {
			stop();
			destroy();
		}
		catch (Exception ex) {
			getLog().warn("The internal connector can't be closed", ex);
		}
	}

	private static final class ExpectingEndpoint extends NioEndpoint {

		private final Set<Integer> expected = ConcurrentHashMap.newKeySet();

		@Override
		protected boolean setSocketOptions(SocketChannel socket) {
			if (isExpected(socket)) {
				return super.setSocketOptions(socket);
			}
			destroySocket(socket);
			return false;
		}

		private boolean isExpected(SocketChannel socket) {
			try {
				return this.expected.remove(((InetSocketAddress) socket.getRemoteAddress()).getPort());
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
