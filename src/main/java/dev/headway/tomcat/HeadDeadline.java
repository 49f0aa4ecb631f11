package dev.headway.tomcat;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Limits the time until a whole request head has arrived. Tomcat alone only limits the
 * time between two reads, so a client that sends a byte now and then keeps its
 * connection, and its memory, for ever.
 * <p>
 * It wraps Tomcat's connection handler and records when a connection first has a part of
 * a head, including blank lines before it. The rest of the time becomes the connection's
 * read timeout, which Tomcat's poller enforces. When the head is complete the connection
 * gets its timeout back, see {@link ConnectionAwareProcessor#requestArrived}.
 * Thread-safe.
 */
final class HeadDeadline implements Handler<NioChannel> {

	private final Handler<NioChannel> delegate;

	private final long limitNanos;

	private final LongSupplier clock;

	HeadDeadline(Handler<NioChannel> delegate, Duration limit, LongSupplier clock) {
		this.delegate = delegate;
		this.limitNanos = limit.toNanos();
		this.clock = clock;
	}

	@Override
	public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
		ConnectionState state = ConnectionState.of(connection);
		if (state == null) {
			return this.delegate.process(connection, event);
		}
		if (event == SocketEvent.DISCONNECT || event == SocketEvent.CONNECT_FAIL) {
			forgetWaiting(connection);
		}
		long arrivals = state.arrivals();
		long requests = state.requests();
		SocketState result = this.delegate.process(connection, event);
		switch (result) {
			case OPEN -> {
				state.waits(this.clock.getAsLong());
				boolean begun = state.holdsPart() || (state.arrivals() > arrivals && state.requests() == requests);
				return (begun || state.hasHeadBegun()) ? limit(connection, state, result) : result;
			}
			case LONG -> {
				if (isWaitingForHead(connection)) {
					state.waits(this.clock.getAsLong());
					return limit(connection, state, result);
				}
				return result;
			}
			case CLOSED -> {
				return result;
			}
			case ASYNC_END, ASYNC_IO, SENDFILE, SUSPENDED, UPGRADED, UPGRADING -> {
				state.waitsNoMore();
				return result;
			}
		}
		throw new IllegalStateException("no such state: " + result);
	}

	private static boolean isWaitingForHead(SocketWrapperBase<NioChannel> connection) {
		return connection.getCurrentProcessor() instanceof Processor processor && !processor.isAsync()
				&& !processor.isUpgrade();
	}

	/**
	 * Sets the rest of the time as the connection's timeout. The check here is needed as
	 * well, because the poller skips connections with new input.
	 */
	private SocketState limit(SocketWrapperBase<NioChannel> connection, ConnectionState state, SocketState result) {
		long now = this.clock.getAsLong();
		long millisLeft = (this.limitNanos - (now - state.headBegunAt(now))) / 1_000_000;
		if (millisLeft <= 0) {
			return SocketState.CLOSED;
		}
		if (connection.getReadTimeout() <= 0 || connection.getReadTimeout() > millisLeft) {
			connection.setReadTimeout(millisLeft);
			state.timeoutShortened();
		}
		return result;
	}

	@Override
	public Object getGlobal() {
		return this.delegate.getGlobal();
	}

	/** Tomcat ends the request without calling its adapter. */
	private static void forgetWaiting(SocketWrapperBase<NioChannel> connection) {
		if (connection.getCurrentProcessor() instanceof ConnectionAwareProcessor processor) {
			SuspendedExchange.forget(processor.getRequest());
		}
	}

	@Override
	public void release(SocketWrapperBase<NioChannel> connection) {
		forgetWaiting(connection);
		this.delegate.release(connection);
	}

	@Override
	public void pause() {
		this.delegate.pause();
	}

	@Override
	public void recycle() {
		this.delegate.recycle();
	}

}
