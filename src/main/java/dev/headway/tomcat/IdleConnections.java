package dev.headway.tomcat;

import java.io.IOException;
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
 * Makes room when all connections are taken: closes those that have waited longest for
 * their clients, so that silent clients can't lock others out. A connection that serves a
 * request, or has an open HTTP/2 stream, is never closed; one that waits for a request's
 * head, or for its body without a worker, may be.
 * <p>
 * For the accepting thread.
 */
final class IdleConnections {

	/** A client that has just connected gets this long to send something. */
	static final Duration MIN_WAIT = Duration.ofMillis(250);

	/**
	 * One of so many connections is closed at a time, so that a search isn't needed for
	 * each.
	 */
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
	 * A connection that waits for its client to begin a request.
	 *
	 * @param connection the connection
	 * @param state its state
	 * @param since when it began to wait
	 */
	private record Candidate(SocketWrapperBase<NioChannel> connection, ConnectionState state, long since) {

		static @Nullable Candidate of(SocketWrapperBase<NioChannel> connection) {
			ConnectionState state = ConnectionState.of(connection);
			long since = (state != null) ? waitingSince(connection, state) : ConnectionState.NOT_WAITING;
			return (state != null && since != ConnectionState.NOT_WAITING && isOnlyPolled(connection, state))
					? new Candidate(connection, state, since) : null;
		}

		private static long waitingSince(SocketWrapperBase<NioChannel> connection, ConnectionState state) {
			StreamConnection streams = StreamConnection.of(connection);
			return (streams != null) ? streams.idleSince() : state.waitingSince();
		}

		/**
		 * Whether no worker has, or is about to get, the connection. The poller clears
		 * its interest when input has come, until a worker has handled it. It stays
		 * cleared if an HTTP/2 client has left within a frame, which Tomcat doesn't
		 * report.
		 */
		private static boolean isOnlyPolled(SocketWrapperBase<NioChannel> connection, ConnectionState state) {
			return state.hasEnded() || state.hasFailed()
					|| (connection instanceof NioSocketWrapper polled && polled.interestOpsHas(SelectionKey.OP_READ));
		}

		/**
		 * Closes the connection if it still waits. Workers use a connection only with its
		 * lock.
		 */
		boolean close() {
			if (!this.connection.getLock().tryLock()) {
				return false;
			}
			try {
				if (waitingSince(this.connection, this.state) != this.since
						|| !isOnlyPolled(this.connection, this.state) || hasInput()) {
					return false;
				}
				this.connection.close();
				return true;
			}
			finally {
				this.connection.getLock().unlock();
			}
		}

		/**
		 * Whether there is input that the poller hasn't seen yet, for example requests
		 * that came during a pause of the whole process.
		 */
		private boolean hasInput() {
			try {
				return this.connection.getSocket().getIOChannel().socket().getInputStream().available() > 0;
			}
			catch (IOException ex) {
				// closed already
				return false;
			}
		}

	}

}
