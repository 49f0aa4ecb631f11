package dev.headway.tomcat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.UpgradeProtocol;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.coyote.http2.Http2Protocol;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Tomcat's HTTP/1.1 protocol on a {@link ClosableEndpoint}, with a deadline for request
 * heads. Public because Tomcat makes it by its class name.
 */
public final class PoolAwareProtocol extends Http11NioProtocol {

	/**
	 * How many bytes of unread answers fit into a send buffer, so that no write blocks.
	 * Of the 416 KB that Linux grants by default about 170 KB are answers, and the rest
	 * is the system's own.
	 */
	static final int UNREAD_BYTES = 160 << 10;

	/** More than a head takes, and an estimate for a body of unknown length. */
	private static final int HEAD_BYTES = 1 << 10;

	private static final int UNKNOWN_BODY_BYTES = 32 << 10;

	private static final Duration TELL_TIMEOUT = Duration.ofSeconds(1);

	private final HeaderEncoder headerEncoder = new HeaderEncoder();

	private volatile boolean ending;

	private boolean sendBufferIsLimit;

	/**
	 * Makes the protocol with its endpoint.
	 */
	public PoolAwareProtocol() {
		super(new ClosableEndpoint());
	}

	/** Replaces Tomcat's own HTTP/2 by {@link StreamProtocol}. */
	@Override
	public void addUpgradeProtocol(UpgradeProtocol upgrade) {
		super.addUpgradeProtocol(
				(upgrade.getClass() == Http2Protocol.class) ? new StreamProtocol((Http2Protocol) upgrade) : upgrade);
	}

	@Override
	protected Processor createProcessor() {
		return new ConnectionAwareProcessor(this, getAdapter());
	}

	/** Limits how long the clients of HTTP/1.1 may take, and TLS handshakes. */
	void limit(ClientTimeouts timeouts) {
		Handler<NioChannel> handler = getEndpoint().getHandler();
		getEndpoint().setHandler(new HeadDeadline(handler, timeouts.head(), System::nanoTime));
		((ClosableEndpoint) getEndpoint()).limit(timeouts);
	}

	/**
	 * Called for each answer with a body after the application has set all its headers,
	 * and before Tomcat encodes them.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		boolean compressed = super.useCompression(request, response);
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		// HTTP/2 calls this too, but encodes headers in another way, from strings
		if (processor != null) {
			BodyRest rest = processor.bodyRest();
			if (this.ending || (this.sendBufferIsLimit && isLast(processor, response))
					|| (rest != null && rest.endsConnection())) {
				ConnectionHeader.close(response);
			}
			this.headerEncoder.encode(response.getMimeHeaders());
		}
		return compressed;
	}

	/** Whether another response as long as this one might not fit the send buffer. */
	private static boolean isLast(ConnectionAwareProcessor processor, Response response) {
		ConnectionState connection = processor.connection();
		long body = response.getContentLengthLong();
		long bytes = HEAD_BYTES + ((body >= 0) ? body : UNKNOWN_BODY_BYTES);
		return connection != null && connection.sentBytes() + 2 * bytes > UNREAD_BYTES;
	}

	/** Ends each connection before its send buffer could be full of unread answers. */
	void endBeforeUnreadAnswersBlock() {
		this.sendBufferIsLimit = true;
	}

	/** Sets where Tomcat's own threads are registered. */
	void report(VitalThreads threads) {
		((ClosableEndpoint) getEndpoint()).report(threads);
	}

	/** Accepts no new connections from now on; existing ones stay open. */
	void stopAccepting() {
		((ClosableEndpoint) getEndpoint()).stopAccepting();
	}

	/**
	 * Tells clients that the server ends. On HTTP/1.1 each answer says that it is its
	 * connection's last. On HTTP/2 a message asks clients to begin no more streams;
	 * streams that they begin nevertheless are served.
	 */
	void announceEnd() {
		this.ending = true;
		tell(StreamConnection::announceEnd);
	}

	/** Connections last again, since the server runs again. */
	void revokeEnd() {
		this.ending = false;
	}

	/** Tells clients of HTTP/2 which of their streams was the last to be served. */
	void end() {
		tell(StreamConnection::end);
	}

	/** How many answers wait for room at their clients, and hold no worker. */
	int unsentAnswers() {
		return streamConnections().stream().mapToInt((connection) -> connection.unsent().size()).sum();
	}

	/** Whether clients have been told to begin no more streams. */
	boolean isEnding() {
		return this.ending;
	}

	/** Takes bounded time, because writing may block if a client doesn't read. */
	private void tell(Consumer<StreamConnection> message) {
		long start = System.nanoTime();
		for (StreamConnection connection : streamConnections()) {
			if (System.nanoTime() - start < TELL_TIMEOUT.toNanos()) {
				message.accept(connection);
			}
		}
	}

	private List<StreamConnection> streamConnections() {
		List<StreamConnection> found = new ArrayList<>();
		for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
			StreamConnection streams = StreamConnection.of(connection);
			if (streams != null) {
				found.add(streams);
			}
		}
		return found;
	}

}
