package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The buffer from which Tomcat's filters read the body of an HTTP/1.1 request. This class
 * fills it with the bytes that have arrived, without blocking; the filters then find them
 * as if they had come together with the head. It decodes nothing.
 * <p>
 * <b>Invariants.</b> The buffer's position is where the body begins. The bytes before it
 * belong to the head and stay, also in a larger buffer: Tomcat returns to that position
 * for each read. A larger buffer counts against a budget until Tomcat has its own buffer
 * back.
 * <p>
 * For the thread that has the connection.
 */
final class RequestInput {

	private final ApplicationBufferHandler tomcat;

	// Mutable state, guarded by the connection's lock

	/** Where the body begins. */
	private int start;

	/** Tomcat's own buffer while it has a larger one. */
	private @Nullable ByteBuffer own;

	private @Nullable BodyBudget budget;

	private long taken;

	RequestInput(ApplicationBufferHandler tomcat) {
		this.tomcat = tomcat;
	}

	/** A body begins at the buffer's position. */
	void begin() {
		this.start = buffer().position();
	}

	/** How many bytes Tomcat's filters haven't read yet. */
	int size() {
		return buffer().remaining();
	}

	/** How many more bytes fit. */
	int room() {
		return buffer().capacity() - buffer().limit();
	}

	/**
	 * Scans the bytes from an offset, and returns how many of them belong to the body.
	 */
	int scan(ChunkScanner scanner, int offset) {
		ByteBuffer buffer = buffer();
		return scanner.scan(buffer.array(), buffer.arrayOffset() + buffer.position() + offset,
				buffer.remaining() - offset);
	}

	/** Removes bytes of the body, so that there is room for others. */
	void skip(int count) {
		ByteBuffer buffer = buffer();
		buffer.position(buffer.position() + count);
		if (!buffer.hasRemaining()) {
			buffer.limit(this.start);
		}
	}

	/**
	 * Reads what has arrived, without blocking.
	 * @param most how many bytes to read at most, 1 or more; there is room for them
	 * @return how many were read; 0 if none have arrived
	 * @throws java.io.EOFException if the client has closed its half
	 */
	int read(SocketWrapperBase<?> connection, int most) throws IOException {
		ByteBuffer buffer = buffer();
		int limit = buffer.limit();
		// into the array: with TLS, reading into the buffer might replace it
		int read = connection.read(false, buffer.array(), buffer.arrayOffset() + limit, most);
		if (read > 0) {
			buffer.limit(limit + read);
		}
		return Math.max(read, 0);
	}

	/**
	 * Gives Tomcat a larger buffer with the same bytes, if the budget allows.
	 * @param size how many bytes of the body have to fit
	 */
	boolean grow(int size, BodyBudget from) {
		ByteBuffer present = buffer();
		int capacity = present.position() + size;
		int more = capacity - ((this.own != null) ? present.capacity() : 0);
		if (!from.take(more)) {
			return false;
		}
		ByteBuffer larger = ByteBuffer.allocate(capacity);
		larger.limit(present.limit()).position(present.position());
		System.arraycopy(present.array(), present.arrayOffset() + present.position(), larger.array(), larger.position(),
				present.remaining());
		if (this.own == null) {
			this.own = present;
		}
		this.budget = from;
		this.taken += more;
		this.tomcat.setByteBuffer(larger);
		return true;
	}

	/** Gives Tomcat its own buffer back if nothing is left in the present one. */
	void shrink() {
		if (size() == 0) {
			reset();
		}
	}

	/** Gives Tomcat its own buffer back. What is in the present one is lost. */
	void reset() {
		ByteBuffer first = this.own;
		BodyBudget from = this.budget;
		if (first != null && from != null) {
			this.tomcat.setByteBuffer(first.limit(first.position()));
			from.giveBack(this.taken);
			this.own = null;
			this.budget = null;
			this.taken = 0;
		}
	}

	private ByteBuffer buffer() {
		return this.tomcat.getByteBuffer();
	}

}
