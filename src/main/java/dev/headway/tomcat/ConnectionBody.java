package dev.headway.tomcat;

import java.io.IOException;

import org.jspecify.annotations.Nullable;

/**
 * A body that arrives over HTTP/1.1, with a length or in chunks. Its raw bytes are kept
 * in Tomcat's own buffer, so that Tomcat's filters give them to the application. No byte
 * is read beyond its end.
 */
final class ConnectionBody implements ArrivingBody {

	private final ConnectionAwareProcessor processor;

	private final int maxSize;

	private final BodyBudget budget;

	private final long length;

	/** For a chunked body; null for one with a length. */
	private final @Nullable ChunkScanner scanner;

	private int scanned;

	private long timeoutBefore;

	private ConnectionBody(ConnectionAwareProcessor processor, Bodies bodies, long length,
			@Nullable ChunkScanner scanner) {
		this.processor = processor;
		this.maxSize = bodies.maxSize();
		this.budget = bodies.budget();
		this.length = length;
		this.scanner = scanner;
	}

	/** A body with a known length. */
	static ConnectionBody ofLength(long length, ConnectionAwareProcessor processor, Bodies bodies) {
		return new ConnectionBody(processor, bodies, length, null);
	}

	/** A body in chunks, whose heads count as parts of it. */
	static ConnectionBody inChunks(ConnectionAwareProcessor processor, Bodies bodies) {
		return new ConnectionBody(processor, bodies, -1, processor.chunkScanner());
	}

	@Override
	public Progress readOn() throws IOException {
		RequestInput input = this.processor.input();
		long missing = missing(input);
		while (missing > 0) {
			int most = most(input, missing);
			if (most == 0) {
				return Progress.BEGUN;
			}
			if (this.processor.readInput(most) == 0) {
				return Progress.WAITING;
			}
			missing = missing(input);
		}
		return Progress.COMPLETE;
	}

	private long missing(RequestInput input) {
		if (this.scanner == null) {
			return this.length - input.size();
		}
		this.scanned += input.scan(this.scanner, this.scanned);
		return this.scanner.missing();
	}

	/** How much may be read now. Makes room for that. */
	private int most(RequestInput input, long missing) {
		int wanted = (int) Math.min(missing, this.maxSize - input.size());
		if (wanted <= 0 || (input.room() == 0 && !input.grow(size(input, wanted), this.budget))) {
			return 0;
		}
		return Math.min(wanted, input.room());
	}

	/** The length of a chunked body isn't known, so its buffer grows by doubling. */
	private int size(RequestInput input, int wanted) {
		int needed = input.size() + wanted;
		return (this.scanner == null) ? needed : Math.min(this.maxSize, Math.max(needed, 2 * input.size()));
	}

	/** From now on only the deadline counts, not the time between two reads. */
	@Override
	public void suspended(SuspendedExchange request) {
		this.processor.requestArrived(true);
		this.timeoutBefore = this.processor.inputTimeout();
		this.processor.setInputTimeout(0);
	}

	@Override
	public void awaitMore() {
		this.processor.awaitClient();
	}

	@Override
	public void resumed() {
		this.processor.requestArrived(true);
		this.processor.setInputTimeout(this.timeoutBefore);
	}

}
