package dev.headway.tomcat;

import java.util.function.LongSupplier;

import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * How long workers were blocked because a client didn't read or write: on a connection of
 * HTTP/1.1, or on a stream of HTTP/2. For one thread at a time. Reads and writes that
 * don't block cost nothing.
 */
final class ClientWaits {

	private final LongSupplier clock;

	private boolean waiting;

	private long since;

	private long nanos;

	ClientWaits(LongSupplier clock) {
		this.clock = clock;
	}

	/** The waits of a request's client, or null if they aren't measured. */
	static @Nullable ClientWaits of(Request request) {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
		if (processor == null) {
			return (ClientWaits) request.getNote(RequestNotes.CLIENT_WAITS);
		}
		ConnectionState connection = processor.connection();
		return (connection != null) ? connection.waits() : null;
	}

	/** The thread begins to wait. */
	void begin() {
		this.waiting = true;
		this.since = this.clock.getAsLong();
	}

	/** The thread goes on; no effect if it didn't wait. */
	void end() {
		if (this.waiting) {
			this.waiting = false;
			this.nanos += this.clock.getAsLong() - this.since;
		}
	}

	/** A channel has read; if no bytes came, Tomcat may wait before it reads again. */
	void read(int bytes, @Nullable NioSocketWrapper connection) {
		if (bytes == 0 && BlockingIo.isReading(connection)) {
			begin();
		}
	}

	/**
	 * A channel has written; if no bytes went, Tomcat may wait before it writes again.
	 */
	void written(int bytes, boolean isMore, @Nullable NioSocketWrapper connection) {
		if (bytes == 0 && isMore && BlockingIo.isWriting(connection)) {
			begin();
		}
	}

	/** The time since the last call; a wait that ended in an error ends now. */
	long takeNanos() {
		end();
		long taken = this.nanos;
		this.nanos = 0;
		return taken;
	}

}
