package dev.headway.tomcat;

import java.io.IOException;

import org.apache.tomcat.util.buf.HexUtils;
import org.apache.tomcat.util.http.parser.ChunkExtension;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a chunked body as its bytes arrive, without consuming them. It is as
 * strict as Tomcat's filter, which decodes the same bytes afterwards. If the two ever
 * disagree, the filter decides: the scanner only determines when the filter can be called
 * without waiting for the client.
 * <p>
 * For one thread at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-7.1">RFC 9112, 7.1</a>
 */
final class ChunkScanner {

	private static final int MAX_SIZE_DIGITS = 8;

	/** {@code 0 CR LF CR LF}. */
	private static final int SHORTEST_END = 5;

	private final int maxExtensionSize;

	private final TrailerScanner trailers;

	private State state = State.SIZE;

	/**
	 * How many bytes of the present chunk are still to come; before its data, its size.
	 */
	private int left;

	private int digits;

	private ChunkExtension.@Nullable State extension;

	/** Of all chunks together, as in Tomcat. */
	private int extensionSize;

	/**
	 * Makes a scanner for one body.
	 * @param maxExtensionSize how many bytes the extensions of a body may take; negative
	 * for no limit
	 * @param maxTrailerSize how many bytes its trailers may take
	 */
	ChunkScanner(int maxExtensionSize, int maxTrailerSize) {
		this.maxExtensionSize = maxExtensionSize;
		this.trailers = new TrailerScanner(maxTrailerSize);
	}

	/**
	 * Looks at the next bytes of the body.
	 * @return how many of them belong to it; fewer than given only at its end
	 */
	int scan(byte[] bytes, int offset, int length) {
		int position = offset;
		int end = offset + length;
		while (position < end && !isOver()) {
			if (this.state == State.DATA) {
				int data = Math.min(this.left, end - position);
				position += data;
				this.left -= data;
				if (this.left == 0) {
					this.state = State.DATA_CR;
				}
			}
			else {
				this.state = next(bytes[position]);
				position++;
			}
		}
		return position - offset;
	}

	private State next(byte octet) {
		return switch (this.state) {
			case SIZE -> size(octet);
			case EXTENSION -> extension(octet);
			case SIZE_LF -> (octet == '\n') ? sized() : State.MALFORMED;
			case DATA_CR -> (octet == '\r') ? State.DATA_LF : State.MALFORMED;
			case DATA_LF -> (octet == '\n') ? State.SIZE : State.MALFORMED;
			case TRAILERS -> this.trailers.next(octet);
			case DATA, COMPLETE, MALFORMED -> throw new IllegalStateException("not scanned byte by byte");
		};
	}

	private State size(byte octet) {
		if (octet == '\r') {
			return State.SIZE_LF;
		}
		if (octet == ';') {
			this.extension = ChunkExtension.State.PRE_NAME;
			return countExtension();
		}
		int digit = HexUtils.getDec(octet);
		if (digit < 0 || this.digits == MAX_SIZE_DIGITS) {
			return State.MALFORMED;
		}
		this.digits++;
		this.left = (this.left << 4) | digit;
		return State.SIZE;
	}

	private State extension(byte octet) {
		try {
			this.extension = ChunkExtension.parse(octet, this.extension);
		}
		catch (IOException ex) {
			return State.MALFORMED;
		}
		return (this.extension == ChunkExtension.State.CR) ? State.SIZE_LF : countExtension();
	}

	private State countExtension() {
		this.extensionSize++;
		boolean tooLong = this.maxExtensionSize >= 0 && this.extensionSize > this.maxExtensionSize;
		return tooLong ? State.MALFORMED : State.EXTENSION;
	}

	private State sized() {
		// eight digits may make the size negative
		if (this.digits == 0 || this.left < 0) {
			return State.MALFORMED;
		}
		this.digits = 0;
		return (this.left > 0) ? State.DATA : State.TRAILERS;
	}

	/** Whether the body is complete or malformed. */
	boolean isOver() {
		return this.state == State.COMPLETE || this.state == State.MALFORMED;
	}

	boolean isMalformed() {
		return this.state == State.MALFORMED;
	}

	/**
	 * The least number of bytes of the body that are still to come; 0 if it is over. A
	 * reader that reads no more than that never reads beyond the body.
	 */
	long missing() {
		long chunk = Math.max(this.left, 0);
		return switch (this.state) {
			case SIZE -> (this.digits == 0) ? SHORTEST_END : 2 + rest(chunk);
			case EXTENSION -> 2 + rest(chunk);
			case SIZE_LF -> 1 + rest(chunk);
			case DATA -> rest(chunk);
			case DATA_CR -> 2 + SHORTEST_END;
			case DATA_LF -> 1 + SHORTEST_END;
			case TRAILERS -> this.trailers.missing();
			case COMPLETE, MALFORMED -> 0;
		};
	}

	/** The least number of bytes after the line with a chunk's size. */
	private static long rest(long chunk) {
		return (chunk > 0) ? chunk + 2 + SHORTEST_END : 2;
	}

	/** What the next byte belongs to. */
	enum State {

		SIZE, EXTENSION, SIZE_LF, DATA, DATA_CR, DATA_LF, TRAILERS, COMPLETE, MALFORMED

	}

}
