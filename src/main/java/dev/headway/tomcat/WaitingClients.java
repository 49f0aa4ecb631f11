package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which clients of suspended requests have left, without a worker. HTTP/2 tells
 * by itself.
 * <p>
 * <b>How.</b> The poller tells when something comes in on the connection. A reset says
 * that the client has left. An end of the stream doesn't say it: a client may close its
 * half and still wait for the response. Only writing tells these two apart: what has left
 * answers with a reset, after which the next write fails. So the first bytes of the
 * response, which are the same for all responses ({@code HTTP/1.}), are sent ahead one by
 * one, at growing distances; the channel leaves them out of the response later. A client
 * that still waits sees the same bytes as ever.
 * <p>
 * Thread-safe.
 */
public final class WaitingClients {

	/** How often they are looked at. */
	public static final Duration PERIOD = Duration.ofMillis(100);

	/** As long as the first write after it comes within a time that networks need. */
	private static final Duration FIRST_PAUSE = Duration.ofMillis(100);

	private final LongSupplier clock;

	/** Those that have closed their half. */
	private final Map<SuspendedExchange, Suspect> suspects = new ConcurrentHashMap<>();

	/**
	 * Watches nobody yet.
	 * @param clock tells the time in nanoseconds
	 */
	public WaitingClients(LongSupplier clock) {
		this.clock = clock;
	}

	/** Has the poller tell when something comes in. */
	void watch(Request request) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		if (processor != null) {
			// it waits for us from now on, and not for its client
			processor.requestArrived(true);
			processor.awaitInput();
		}
	}

	/** Something has come in: whether the client has left for certain. */
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
		// otherwise it has sent its next requests already, and waits
		return false;
	}

	/** Reads what has come in behind the request. Returns whether more would fit. */
	private static boolean readAhead(ConnectionAwareProcessor processor) {
		try {
			int room = processor.input().room();
			return room > 0 && processor.readInput(room) < room;
		}
		catch (IOException ex) {
			// the connection's state says why
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
	 * Looks at those that have closed their half. To be called once a {@link #PERIOD}.
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
