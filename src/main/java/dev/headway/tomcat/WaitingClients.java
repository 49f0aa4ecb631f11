package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which clients of suspended requests have left, without a worker. With HTTP/2
 * Tomcat reports it.
 * <p>
 * <b>How.</b> The poller reports input on the connection. A reset means that the client
 * has left. An end of the stream doesn't: a client may close its half and still wait for
 * the response. Only writing distinguishes the two: if the client has left, its system
 * answers with a reset, and the next write fails. So the first bytes of the response,
 * which are the same for all responses ({@code HTTP/1.}), are sent ahead one by one, at
 * growing intervals; the channel leaves them out of the response later. A client that
 * still waits receives the same bytes as otherwise.
 * <p>
 * Thread-safe.
 */
public final class WaitingClients {

	/** The time between two calls of {@link #check}. */
	public static final Duration PERIOD = Duration.ofMillis(100);

	/**
	 * The pause after the first byte, which doubles after each one. It gives a reset time
	 * to arrive.
	 */
	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private final LongSupplier clock;

	/** The clients that have closed their half. */
	private final Map<SuspendedExchange, Suspect> suspects = new ConcurrentHashMap<>();

	/**
	 * Watches no client yet.
	 * @param clock the time in nanoseconds
	 */
	public WaitingClients(LongSupplier clock) {
		this.clock = clock;
	}

	/** Asks the poller to report input. */
	void watch(Request request) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		if (processor != null) {
			// the connection waits for the server from now on, not for its client
			processor.requestArrived(true);
			processor.awaitInput();
		}
	}

	/** Handles input, and returns whether the client has certainly left. */
	boolean hasLeft(Request request, SuspendedExchange exchange) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		ConnectionState connection = (processor != null) ? processor.connection() : null;
		if (processor == null || connection == null) {
			return false;
		}
		boolean room = readAhead(processor);
		if (connection.hasFailed()) {
			return true;
		}
		if (connection.hasEnded()) {
			Suspect suspect = new Suspect(processor, this.clock.getAsLong());
			this.suspects.put(exchange, suspect);
			return !suspect.probe(this.clock.getAsLong());
		}
		if (room) {
			processor.awaitInput();
		}
		// otherwise the buffer is full: the client has sent its next requests already,
		// and waits
		return false;
	}

	/** Reads the input after the request. Returns whether more would fit. */
	private static boolean readAhead(ConnectionAwareProcessor processor) {
		try {
			int room = processor.input().room();
			return room > 0 && processor.readInput(room) < room;
		}
		catch (IOException ex) {
			// the connection's state has the reason
			return false;
		}
	}

	/** The request goes on, or has ended. */
	void forget(@Nullable SuspendedExchange exchange) {
		if (exchange != null && !this.suspects.isEmpty()) {
			this.suspects.remove(exchange);
		}
	}

	/**
	 * Checks the clients that have closed their half. To be called once a
	 * {@link #PERIOD}.
	 */
	public void check() {
		long now = this.clock.getAsLong();
		this.suspects.forEach((exchange, suspect) -> {
			if (suspect.isDue(now)) {
				exchange.endUnless(() -> suspect.probe(now), suspect.processor::endFromOutside);
			}
		});
	}

	/** A client that has closed its half. */
	private static final class Suspect {

		private final ConnectionAwareProcessor processor;

		private long pauseNanos = FIRST_PAUSE.toNanos();

		private volatile long due;

		Suspect(ConnectionAwareProcessor processor, long now) {
			this.processor = processor;
			this.due = now;
		}

		boolean isDue(long now) {
			return now - this.due >= 0;
		}

		/** Sends one byte ahead. Returns false if the client has left. */
		boolean probe(long now) {
			this.due = now + this.pauseNanos;
			this.pauseNanos *= 2;
			try {
				this.processor.sendAhead();
				return true;
			}
			catch (IOException ex) {
				return false;
			}
		}

	}

}
