package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import org.apache.coyote.Processor;
import org.apache.coyote.Request;
import org.apache.coyote.http2.Http2AsyncUpgradeHandler;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's connection of HTTP/2, with these differences: its client may cancel as many
 * streams as {@link ResetBudget} says, it knows what {@linkplain WindowCredit room} its
 * client has left for answers, and it can tell its client which streams are its last.
 * <p>
 * One thread at a time reads its frames.
 */
final class StreamConnection extends Http2AsyncUpgradeHandler {

	/** The last stream of a client that isn't to begin more, but isn't told how many. */
	private static final int ALL_STREAMS = Integer.MAX_VALUE;

	private static final long NO_ERROR = 0;

	/** See RFC 9113, 7. */
	private static final long ENHANCE_YOUR_CALM = 0xb;

	private static final Log logger = LogFactory.getLog(StreamConnection.class);

	private static final ThreadLocal<Boolean> CANCELLING = new ThreadLocal<>();

	private final StreamProtocol owner;

	private final WindowCredit windowCredit = new WindowCredit();

	private final UnsentAnswers unsentAnswers = new UnsentAnswers();

	private final StreamBodies streamBodies;

	private final ResetBudget resets = new ResetBudget(System::nanoTime);

	private final OpenStreams openStreams = new OpenStreams(this);

	private volatile int lastStream;

	private volatile boolean lastIsTold;

	/** Whether the connection has been ended because of its client. */
	private boolean endedByUs;

	StreamConnection(StreamProtocol owner, StreamAdapter adapter, @Nullable Request request,
			SocketWrapperBase<?> connection) {
		super(owner, adapter, request, connection);
		this.owner = owner;
		this.streamBodies = new StreamBodies(owner.getInitialWindowSize());
		adapter.serve(this);
	}

	/** What a connection has become if it speaks HTTP/2, or null. */
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

	/** What is known of the room that the client has left. */
	WindowCredit credit() {
		return this.windowCredit;
	}

	/** The answers whose end waits for room. */
	UnsentAnswers unsent() {
		return this.unsentAnswers;
	}

	/** The bodies that are waited for. */
	StreamBodies bodies() {
		return this.streamBodies;
	}

	/** How long a stream may wait for its client; 0 or less if for ever. */
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
		// as if the client had said goodbye, which closes the connection
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
			// it may have been too new to be told with the others
			announceEnd();
		}
		try {
			super.headersEnd(streamId, endOfStream);
		}
		catch (Exception ex) {
			throw unchecked(ex);
		}
		// they may have been trailers, which end a body
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
	 * Tells the client to begin no more streams. Those that it has begun, or begins
	 * before it can know, are served.
	 */
	void announceEnd() {
		pause();
	}

	/** Tells the client which stream was its last, unless Tomcat has. */
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
	 * Tomcat's exceptions that cross these methods can't be named outside its package.
	 */
	@SuppressWarnings({ "unchecked", "TypeParameterUnusedInFormals" })
	private static <E extends Throwable> RuntimeException unchecked(Throwable ex) throws E {
		throw (E) ex;
	}

}
