package dev.headway.tomcat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.AbstractEndpoint.Handler;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketEvent;
import org.apache.tomcat.util.net.SocketWrapperBase;

/**
 * Gives each request head a time by which it has to be there as a whole. Tomcat by itself
 * only bounds the time between two reads, so that a client that sends a byte now and then
 * keeps its connection, and the memory behind it, for good.
 * <p>
 * It stands in front of Tomcat's connection handler and notes when a connection is first
 * found with half a head. The rest of the time becomes the connection's read timeout,
 * over which Tomcat's poller watches. Thread-safe.
 */
final class HeadDeadline implements Handler<NioChannel> {

	private final Handler<NioChannel> delegate;

	private final long limitNanos;

	private final LongSupplier clock;

	/** When the head of a connection that isn't complete began. */
	private final Map<SocketWrapperBase<NioChannel>, Long> begun = new ConcurrentHashMap<>();

	HeadDeadline(Handler<NioChannel> delegate, Duration limit, LongSupplier clock) {
		this.delegate = delegate;
		this.limitNanos = limit.toNanos();
		this.clock = clock;
	}

	@Override
	public SocketState process(SocketWrapperBase<NioChannel> connection, SocketEvent event) {
		SocketState state = this.delegate.process(connection, event);
		if (state == SocketState.LONG && isWaitingForHead(connection)) {
			return limit(connection) ? state : SocketState.CLOSED;
		}
		if (!this.begun.isEmpty()) {
			this.begun.remove(connection);
		}
		return state;
	}

	private static boolean isWaitingForHead(SocketWrapperBase<NioChannel> connection) {
		return connection.getCurrentProcessor() instanceof Processor processor && !processor.isAsync()
				&& !processor.isUpgrade();
	}

	/**
	 * Leaves the connection the rest of its time. The poller alone isn't enough: it
	 * passes over connections that something has just come in on.
	 * @return whether there is any left
	 */
	private boolean limit(SocketWrapperBase<NioChannel> connection) {
		long now = this.clock.getAsLong();
		long elapsed = now - this.begun.computeIfAbsent(connection, (key) -> now);
		long millisLeft = (this.limitNanos - elapsed) / 1_000_000;
		if (millisLeft > 0) {
			connection.setReadTimeout(Math.min(millisLeft, timeout(connection)));
		}
		return millisLeft > 0;
	}

	/** Zero and less mean for ever. */
	private static long timeout(SocketWrapperBase<NioChannel> connection) {
		return (connection.getReadTimeout() > 0) ? connection.getReadTimeout() : Long.MAX_VALUE;
	}

	@Override
	public Object getGlobal() {
		return this.delegate.getGlobal();
	}

	@Override
	public void release(SocketWrapperBase<NioChannel> connection) {
		this.begun.remove(connection);
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
