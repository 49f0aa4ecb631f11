package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;

import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A body that the application doesn't read. The bytes that have arrived when its request
 * is served are dropped then; the rest is dropped after the response, as it arrives: raw
 * bytes up to a limit, without a worker, and never through Tomcat's filters, which block
 * until the rest of what they have begun to read has arrived. At its end the connection
 * serves the next request.
 */
final class UnreadBody implements BodyRest {

	private final ConnectionAwareProcessor processor;

	private final Duration timeout;

	/** For a chunked body; null for one with a length. */
	private final @Nullable ChunkScanner scanner;

	/** How many bytes of a body with a length are still to come. */
	private long left;

	/** How much may still be dropped. */
	private long allowed;

	private SuspendedExchange.Next next;

	/**
	 * Drops the bytes that have arrived.
	 * @param length the body's length; negative if it is chunked
	 * @param timeout how long the rest may take
	 */
	UnreadBody(long length, ConnectionAwareProcessor processor, Duration timeout) {
		this.processor = processor;
		this.timeout = timeout;
		this.scanner = (length < 0) ? processor.chunkScanner() : null;
		this.left = length;
		this.allowed = processor.maxDropped();
		this.next = dropOn();
		// a response that Coyote sends as a file wouldn't be complete when it is left
		processor.getRequest().setSendfile(false);
	}

	@Override
	public boolean isGiven() {
		return false;
	}

	/** A client that waits for 100 Continue may not send its body. */
	@Override
	public boolean endsConnection() {
		return this.next == SuspendedExchange.Next.END
				|| (this.next == SuspendedExchange.Next.WAIT && this.processor.hasUnaskedClient());
	}

	@Override
	public void drop(Response response) {
		if (ConnectionHeader.isClose(response)) {
			return;
		}
		if (this.next == SuspendedExchange.Next.WAIT) {
			this.next = dropOn();
		}
		switch (this.next) {
			case WAIT -> suspend();
			case END -> this.processor.endConnection();
			case GO_ON -> {
			}
		}
	}

	private void suspend() {
		new DroppedRest(this.processor, this::dropOn).suspend(this.timeout);
		this.processor.awaitInput();
	}

	private SuspendedExchange.Next dropOn() {
		RequestInput input = this.processor.input();
		try {
			take(input);
			while (missing() > 0) {
				int most = (int) Math.min(missing(), input.room());
				if (missing() > this.allowed || most == 0) {
					return SuspendedExchange.Next.END;
				}
				if (this.processor.readInput(most) == 0) {
					return SuspendedExchange.Next.WAIT;
				}
				take(input);
			}
		}
		catch (IOException ex) {
			// the client sends nothing more
			return SuspendedExchange.Next.END;
		}
		return (this.scanner != null && this.scanner.isMalformed()) ? SuspendedExchange.Next.END
				: SuspendedExchange.Next.GO_ON;
	}

	private void take(RequestInput input) {
		int size = (this.scanner != null) ? input.scan(this.scanner, 0) : (int) Math.min(this.left, input.size());
		input.skip(size);
		this.left -= size;
		this.allowed -= size;
	}

	/** The bytes that are still to come; for a chunked body, the least number of them. */
	private long missing() {
		return (this.scanner != null) ? this.scanner.missing() : this.left;
	}

}
