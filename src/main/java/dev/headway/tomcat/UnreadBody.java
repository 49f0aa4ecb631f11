package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;

import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/**
 * A body that nobody reads. What of it has come when its request is served is dropped
 * then, the rest behind the response, as it comes: raw bytes up to a limit, without a
 * worker, and never through Tomcat's filters, which wait for the rest of what they begin.
 * At its end the connection serves the next request.
 */
final class UnreadBody implements BodyRest {

	private final ConnectionAwareProcessor processor;

	private final Duration timeout;

	/** Of a body in chunks. */
	private final @Nullable ChunkScanner scanner;

	/** What is still to come of a body with a length. */
	private long left;

	/** How much may still be dropped. */
	private long allowed;

	private SuspendedExchange.Next next;

	/**
	 * Drops what has come.
	 * @param length the body's; negative if it comes in chunks
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

	/** A client that waits to be asked for its body may not send it. */
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

	/** Of chunks, at least so many bytes. */
	private long missing() {
		return (this.scanner != null) ? this.scanner.missing() : this.left;
	}

}
