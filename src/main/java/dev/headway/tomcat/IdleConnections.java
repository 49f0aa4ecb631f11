package dev.headway.tomcat;

import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Makes room when all connections that the server takes are taken: those that have waited
 * longest for the head of a request are closed, so that silent clients can't lock others
 * out. A connection whose request has arrived is never closed.
 * <p>
 * For one thread, the one that accepts.
 */
final class IdleConnections {

	/** A client that has just connected gets this long to send something. */
	static final Duration MIN_WAIT = Duration.ofMillis(250);

	/** Closed at a time is one of so many, so that the search pays. */
	private static final int SHARE = 64;

	private static final Duration WARNING_PAUSE = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(IdleConnections.class);

	private final LongSupplier clock;

	private long warnedAt;

	IdleConnections(LongSupplier clock) {
		this.clock = clock;
		this.warnedAt = clock.getAsLong() - WARNING_PAUSE.toNanos();
	}

	/**
	 * Closes some of the connections that have waited longest.
	 * @return how many were closed; 0 if none has waited for long enough
	 */
	int closeLongest(Collection<SocketWrapperBase<NioChannel>> connections) {
		long now = this.clock.getAsLong();
		List<Candidate> candidates = new ArrayList<>();
		for (SocketWrapperBase<NioChannel> connection : connections) {
			Candidate candidate = Candidate.of(connection);
			if (candidate != null && now - candidate.since() >= MIN_WAIT.toNanos()) {
				candidates.add(candidate);
			}
		}
		candidates.sort(Comparator.comparingLong(Candidate::since));
		int wanted = Math.max(1, connections.size() / SHARE);
		int closed = (int) candidates.stream().limit(wanted).filter(Candidate::close).count();
		if (closed > 0 && now - this.warnedAt >= WARNING_PAUSE.toNanos()) {
			this.warnedAt = now;
			logger.warn(("All %d connections (server.tomcat.max-connections) are taken: "
					+ "closing those that have waited longest for a request")
				.formatted(connections.size()));
		}
		return closed;
	}

	/**
	 * A connection that waits for a head.
	 *
	 * @param connection the connection
	 * @param state its state
	 * @param since when it began to wait
	 */
	private record Candidate(SocketWrapperBase<NioChannel> connection, ConnectionState state, long since) {

		static @Nullable Candidate of(SocketWrapperBase<NioChannel> connection) {
			ConnectionState state = ConnectionState.of(connection);
			long since = (state != null) ? state.waitingSince() : ConnectionState.NOT_WAITING;
			return (state != null && since != ConnectionState.NOT_WAITING && isPolled(connection))
					? new Candidate(connection, state, since) : null;
		}

		/**
		 * The poller takes its interest away when something has come in, so from then on
		 * until a worker has looked at it the connection is none of ours.
		 */
		private static boolean isPolled(SocketWrapperBase<NioChannel> connection) {
			return connection instanceof NioSocketWrapper polled && polled.interestOpsHas(SelectionKey.OP_READ);
		}

		/** Nobody works on a connection without its lock. */
		boolean close() {
			if (!this.connection.getLock().tryLock()) {
				return false;
			}
			try {
				if (this.state.waitingSince() != this.since || !isPolled(this.connection)) {
					return false;
				}
				this.connection.close();
				return true;
			}
			finally {
				this.connection.getLock().unlock();
			}
		}

	}

}
