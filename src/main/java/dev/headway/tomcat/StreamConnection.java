package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2AsyncUpgradeHandler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler.SocketState;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's HTTP/2 connection, with these differences: {@link ResetBudget} limits how many
 * streams its client may cancel, it knows how much {@linkplain WindowCredit room} its
 * client has for answers, it can tell the last stream, and one thread at a time reads.
 */
final class StreamConnection extends Http2AsyncUpgradeHandler {

	/** In a message that asks the client to begin no more streams, without a last one. */
	private static final int ALL_STREAMS = Integer.MAX_VALUE;

	private static final long NO_ERROR = 0;

	private static final long ENHANCE_YOUR_CALM = 0xb;

	private static final Log logger = LogFactory.getLog(StreamConnection.class);

	private static final ThreadLocal<Boolean> CANCELLING = new ThreadLocal<>();

	private final StreamProtocol owner;

	private final WindowCredit windowCredit = new WindowCredit();

	private final UnsentAnswers unsentAnswers = new UnsentAnswers();

	private final StreamBodies streamBodies;

	private final ResetBudget resets = new ResetBudget(System::nanoTime);

	private final OpenStreams openStreams = new OpenStreams(this);

	private boolean begun;

	private volatile int lastStream;

	private volatile boolean lastIsTold;

	/** Whether the server has ended the connection because of its client. */
	private boolean endedByUs;

	StreamConnection(StreamProtocol owner, StreamAdapter adapter, @Nullable Request request,
			SocketWrapperBase<?> connection) {
		super(owner, adapter, request, connection);
		this.owner = owner;
		this.streamBodies = new StreamBodies(owner.getInitialWindowSize());
		adapter.serve(this);
	}

	/** The HTTP/2 connection of a socket, or null if it doesn't use HTTP/2. */
	static @Nullable StreamConnection of(SocketWrapperBase<?> connection) {
		return (connection.getCurrentProcessor() instanceof Processor processor && processor.isUpgrade()
				&& processor.getUpgradeToken().httpUpgradeHandler() instanceof StreamConnection streams) ? streams
						: null;
	}

	/**
	 * Since when no stream has been open, or {@link ConnectionState#NOT_WAITING} if one
	 * is.
	 */
	long idleSince() {
		return this.openStreams.idleSince();
	}

	/** The known room of the client's windows. */
	WindowCredit credit() {
		return this.windowCredit;
	}

	/** The answers whose end waits for room. */
	UnsentAnswers unsent() {
		return this.unsentAnswers;
	}

	/** The bodies that requests wait for. */
	StreamBodies bodies() {
		return this.streamBodies;
	}

	/** How long a stream may wait for its client; 0 or less for no limit. */
	long writeTimeoutMillis() {
		return this.owner.getStreamWriteTimeout();
	}

	/** Whether this thread handles a frame by which the client cancels a stream. */
	static boolean isCancelling() {
		return CANCELLING.get() != null;
	}

	/**
	 * A stream has come to its end.
	 * @param answered whether its client has got an answer
	 */
	void ended(int stream, boolean answered) {
		this.windowCredit.ended(stream);
		this.openStreams.end(stream);
		if (answered) {
			this.resets.earn();
		}
	}

	/** The thread that begins doesn't read on: the one that ends the preface does. */
	@Override
	public SocketState upgradeDispatch(SocketEvent event) {
		if (event == SocketEvent.OPEN_READ && !this.begun) {
			this.begun = true;
			setConnectionTimeoutForStreamCount(0);
			init(null);
			return this.socketWrapper.isClosed() ? SocketState.CLOSED : SocketState.ASYNC_IO;
		}
		return super.upgradeDispatch(event);
	}

	@Override
	public void reset(int streamId, long errorCode) {
		if (this.endedByUs) {
			return;
		}
		if (!this.resets.pay()) {
			end("Too many cancelled streams");
			return;
		}
		this.openStreams.end(streamId);
		CANCELLING.set(Boolean.TRUE);
		try {
			super.reset(streamId, errorCode);
		}
		catch (Exception ex) {
			throw unchecked(ex);
		}
		finally {
			CANCELLING.remove();
		}
	}

	private void end(String reason) {
		this.endedByUs = true;
		try {
			writeGoAwayFrame(this.lastStream, ENHANCE_YOUR_CALM, reason.getBytes(StandardCharsets.US_ASCII));
		}
		catch (IOException ex) {
			logger.debug("The client has gone", ex);
		}
		// as if the client had sent GOAWAY, which closes the connection
		super.goaway(0, NO_ERROR, "");
	}

	@Override
	public void headersEnd(int streamId, boolean endOfStream) {
		if (this.endedByUs) {
			return;
		}
		if (streamId > this.lastStream) {
			this.lastStream = streamId;
			this.openStreams.begin(streamId);
		}
		if (this.owner.isEnding()) {
			// the connection may have been too new for the announcement to all
			announceEnd();
		}
		try {
			super.headersEnd(streamId, endOfStream);
		}
		catch (Exception ex) {
			throw unchecked(ex);
		}
		// these headers may have been trailers, which end a body
		this.streamBodies.arrived(streamId);
	}

	@Override
	public void endRequestBodyFrame(int streamId, int length) throws IOException {
		try {
			super.endRequestBodyFrame(streamId, length);
		}
		catch (Exception ex) {
			throw unchecked(ex);
		}
		this.streamBodies.arrived(streamId);
	}

	@Override
	protected void writeGoAwayFrame(int lastStreamId, long errorCode, byte @Nullable [] message) throws IOException {
		this.lastIsTold |= lastStreamId != ALL_STREAMS;
		super.writeGoAwayFrame(lastStreamId, errorCode, message);
	}

	@Override
	public void incrementWindowSize(int streamId, int increment) {
		try {
			super.incrementWindowSize(streamId, increment);
		}
		catch (Exception ex) {
			throw unchecked(ex);
		}
		this.windowCredit.raised(streamId, increment);
	}

	@Override
	public void settingsEnd(boolean ack) throws IOException {
		if (!ack) {
			this.windowCredit.settingsChanged();
		}
		super.settingsEnd(ack);
	}

	/**
	 * Tells the client to begin no more streams. Streams that it has begun, or begins
	 * before it has read this, are served.
	 */
	void announceEnd() {
		pause();
	}

	/** Tells the client which stream was its last, unless Tomcat has done so. */
	void end() {
		if (this.lastIsTold) {
			return;
		}
		try {
			writeGoAwayFrame(this.lastStream, NO_ERROR, null);
		}
		catch (IOException ex) {
			logger.debug("The client has gone", ex);
		}
	}

	/**
	 * Rethrows an exception of Tomcat whose type is package-private, so it can't be
	 * declared here.
	 */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> RuntimeException unchecked(Throwable ex) throws E {
		throw (E) ex;
	}

}
