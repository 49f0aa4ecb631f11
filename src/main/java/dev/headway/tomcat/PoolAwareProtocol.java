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
 * heads. Public because Tomcat makes it by name.
 */
public final class PoolAwareProtocol extends Http11NioProtocol {

	/**
	 * What a send buffer takes of answers that aren't read, so that no write blocks: of
	 * 416 KB that Linux grants by default about 170 are answers, the rest is its own.
	 */
	static final int UNREAD_BYTES = 160 << 10;

	/** More than a head, and what a body takes whose length isn't known yet. */
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

	/** Ours takes the place of Tomcat's own HTTP/2. */
	@Override
	public void addUpgradeProtocol(UpgradeProtocol upgrade) {
		super.addUpgradeProtocol(
				(upgrade.getClass() == Http2Protocol.class) ? new StreamProtocol((Http2Protocol) upgrade) : upgrade);
	}

	@Override
	protected Processor createProcessor() {
		return new ConnectionAwareProcessor(this, getAdapter());
	}

	/**
	 * Has each request head and each TLS handshake arrive as a whole within the given
	 * time.
	 */
	void limitHeads(Duration limit) {
		Handler<NioChannel> handler = getEndpoint().getHandler();
		getEndpoint().setHandler(new HeadDeadline(handler, limit, System::nanoTime));
		((ClosableEndpoint) getEndpoint()).limitHandshakes(limit);
	}

	/** Has an answer that the client doesn't read end its connection after this time. */
	void limitWrites(Duration limit) {
		((ClosableEndpoint) getEndpoint()).limitWrites(limit);
	}

	/**
	 * Asked for each answer with a body once the application has set all its headers, and
	 * before Tomcat encodes them.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		boolean compressed = super.useCompression(request, response);
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		// HTTP/2 asks too, and has another encoding, of strings
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

	/** Has Tomcat's own threads watched. */
	void report(VitalThreads threads) {
		((ClosableEndpoint) getEndpoint()).report(threads);
	}

	/** Takes no new connections, from now on; those it has stay open. */
	void stopAccepting() {
		((ClosableEndpoint) getEndpoint()).stopAccepting();
	}

	/**
	 * Tells clients that the server ends: on HTTP/1.1 with each answer, which is the
	 * connection's last. On HTTP/2 they are to begin no more streams; those they begin
	 * are served.
	 */
	void announceEnd() {
		this.ending = true;
		tell(StreamConnection::announceEnd);
	}

	/** Tells clients of HTTP/2 which of their streams were the last to be served. */
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

	/** In bounded time: a client that doesn't read may have filled its connection. */
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
