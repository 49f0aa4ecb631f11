package dev.headway.tomcat;

import java.io.IOException;
import java.util.Iterator;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.http11.AbstractHttp11Protocol;
import org.apache.coyote.http11.Http11Processor;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.DispatchType;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's processor of HTTP/1.1 that can be found from its request, together with the
 * request's connection.
 */
final class ConnectionAwareProcessor extends Http11Processor {

	private final AbstractHttp11Protocol<?> protocol;

	private final InputBuffer ownInput;

	private final RequestInput input;

	private @Nullable BodyRest bodyRest;

	ConnectionAwareProcessor(AbstractHttp11Protocol<?> protocol, Adapter adapter) {
		super(protocol, adapter);
		this.protocol = protocol;
		Request own = getRequest();
		this.ownInput = own.getInputBuffer();
		this.input = new RequestInput((ApplicationBufferHandler) this.ownInput);
		own.setNote(RequestNotes.PROCESSOR, this);
	}

	/** The processor of a request, or null if it came over HTTP/2. */
	static @Nullable ConnectionAwareProcessor of(Request request) {
		return (ConnectionAwareProcessor) request.getNote(RequestNotes.PROCESSOR);
	}

	/** The connection, or null if it has just been closed. */
	@SuppressWarnings("unchecked")
	@Nullable ConnectionState connection() {
		SocketWrapperBase<?> socket = getSocketWrapper();
		return (socket != null) ? ConnectionState.of((SocketWrapperBase<NioChannel>) socket) : null;
	}

	/**
	 * The head of a request is complete.
	 * @param lingers see {@link ConnectionState#serves}
	 */
	void requestArrived(boolean lingers) {
		ConnectionState connection = connection();
		if (connection == null) {
			return;
		}
		if (connection.takeTimeoutShortened()) {
			getSocketWrapper().setReadTimeout(this.protocol.getDisableUploadTimeout()
					? this.protocol.getConnectionTimeout() : this.protocol.getConnectionUploadTimeout());
		}
		connection.serves(lingers);
	}

	/**
	 * Whether the application gets the request's body. If it doesn't, it finds an empty
	 * one, and what the client sends is never read as one. To be called for each request:
	 * the next one on the connection has the same request object.
	 */
	void giveBody(boolean given) {
		getRequest().setInputBuffer(given ? this.ownInput : EmptyBody.INSTANCE);
		if (!given) {
			disableSwallowRequest();
		}
	}

	/**
	 * Sets what happens to the rest of the body that the application doesn't read; null
	 * for Tomcat's own way. To be called for each request.
	 */
	void leaveBody(@Nullable BodyRest rest) {
		this.bodyRest = rest;
	}

	@Nullable BodyRest bodyRest() {
		return this.bodyRest;
	}

	/** The buffer that Tomcat's filters read from. */
	RequestInput input() {
		return this.input;
	}

	/**
	 * A scanner with Tomcat's own limits for extensions and trailers of a chunked body.
	 */
	ChunkScanner chunkScanner() {
		return new ChunkScanner(this.protocol.getMaxExtensionSize(), this.protocol.getMaxTrailerSize());
	}

	/** How many bytes of an unread body are dropped to keep a connection. */
	int maxDropped() {
		return (this.protocol.getMaxSwallowSize() < 0) ? Integer.MAX_VALUE : this.protocol.getMaxSwallowSize();
	}

	/** See {@link RequestInput#read}. */
	int readInput(int most) throws IOException {
		return this.input.read(getSocketWrapper(), most);
	}

	/** How long to wait for input, in milliseconds. */
	long inputTimeout() {
		return getSocketWrapper().getReadTimeout();
	}

	/** Sets that time; 0 or less for no limit. */
	void setInputTimeout(long millis) {
		SocketWrapperBase<?> socket = getSocketWrapper();
		if (socket != null) {
			socket.setReadTimeout(millis);
		}
	}

	/** Asks the poller to report input. */
	void awaitInput() {
		getSocketWrapper().registerReadInterest();
	}

	/**
	 * Asks the poller to report more of the request, and marks the connection as waiting
	 * for its client.
	 */
	void awaitClient() {
		waitsForClient();
		awaitInput();
	}

	/**
	 * From now on the connection waits for its client. If all connections are taken, it
	 * may be closed to make room.
	 */
	void waitsForClient() {
		ConnectionState connection = connection();
		if (connection != null) {
			connection.waits(System.nanoTime());
		}
	}

	/**
	 * Whether the client waits for a 100 Continue, which is sent only when the
	 * application reads the body.
	 */
	boolean hasUnaskedClient() {
		return getRequest().hasExpectation()
				&& this.protocol.getContinueResponseTimingInternal() != ContinueResponseTiming.IMMEDIATELY;
	}

	/**
	 * Sends a byte of the response ahead, see {@link WaitingClients}.
	 * @throws IOException if the client has left
	 */
	void sendAhead() throws IOException {
		if (getSocketWrapper().getSocket() instanceof ClientChannel channel && !getRequest().protocol().equals("")) {
			channel.sendAhead();
		}
	}

	/**
	 * Tells Coyote that an operation on an asynchronous request begins, unless Coyote has
	 * begun one for a {@code ReadListener}.
	 */
	void beginOperation() {
		if (getRequest().getReadListener() == null) {
			dispatchNonBlockingRead();
		}
	}

	/**
	 * Tomcat calls this when a {@code ReadListener} comes to the end of a chunked body.
	 * On the thread that has the connection it would begin the connection's next request
	 * on another processor, before this one has its response. That isn't needed: the
	 * listener gets the end as soon as it returns.
	 */
	@Override
	protected void executeDispatches() {
		if (!getRequest().isRequestThread()) {
			super.executeDispatches();
			return;
		}
		Iterator<DispatchType> dispatches = getIteratorAndClearDispatches();
		while (dispatches != null && dispatches.hasNext()) {
			DispatchType dispatch = dispatches.next();
			if (dispatch != DispatchType.NON_BLOCKING_READ) {
				addDispatch(dispatch);
			}
		}
	}

	/** Ends the connection after the response that has been sent. */
	void endConnection() {
		getRequest().action(ActionCode.DISABLE_SWALLOW_INPUT, null);
	}

	/** Closes the connection, on a worker. */
	void endFromOutside() {
		getSocketWrapper().processSocket(SocketEvent.ERROR, true);
	}

}
