package dev.headway.tomcat;

import java.util.function.LongSupplier;

import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.jspecify.annotations.Nullable;

/**
 * How long workers were blocked because a client didn't read or write: on a connection of
 * HTTP/1.1, or on a stream of HTTP/2. One thread at a time waits; any may ask how long,
 * and may count a wait twice that ends at the same moment. Reads and writes that don't
 * block cost nothing.
 */
final class ClientWaits implements LongSupplier {

	private final LongSupplier clock;

	private volatile boolean waiting;

	private volatile long since;

	private volatile long nanos;

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
		this.since = this.clock.getAsLong();
		this.waiting = true;
	}

	/** The thread goes on; no effect if it didn't wait. */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one thread writes
	void end() {
		if (this.waiting) {
			this.nanos += this.clock.getAsLong() - this.since;
			this.waiting = false;
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

	/** Another request begins; a wait that ended in an error ends now. */
	void restart() {
		this.waiting = false;
		this.nanos = 0;
	}

	/** How long the present request's worker has been blocked so far. */
	@Override
	public long getAsLong() {
		long ended = this.nanos;
		return this.waiting ? ended + this.clock.getAsLong() - this.since : ended;
	}

}
