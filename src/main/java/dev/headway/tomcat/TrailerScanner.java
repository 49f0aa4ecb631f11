package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.tomcat.util.http.MimeHeaders;
import org.apache.tomcat.util.http.parser.HttpHeaderParser;
import org.apache.tomcat.util.http.parser.HttpHeaderParser.HeaderParseStatus;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of the trailers of a chunked body, with Tomcat's own parser. Most bodies
 * have no trailers, so the parser is made only when there are some. For one thread at a
 * time.
 */
final class TrailerScanner {

	private final int maxSize;

	private boolean cr;

	private @Nullable Trailers trailers;

	TrailerScanner(int maxSize) {
		this.maxSize = maxSize;
	}

	/** Scans the next byte. */
	ChunkScanner.State next(byte octet) {
		Trailers present = this.trailers;
		if (present == null) {
			if (octet == '\r' && !this.cr) {
				this.cr = true;
				return ChunkScanner.State.TRAILERS;
			}
			if (octet == '\n' && this.cr) {
				return ChunkScanner.State.COMPLETE;
			}
			present = new Trailers(this.maxSize);
			this.trailers = present;
			if (this.cr && present.next((byte) '\r') == ChunkScanner.State.MALFORMED) {
				return ChunkScanner.State.MALFORMED;
			}
		}
		return present.next(octet);
	}

	/** The least number of bytes that are still to come. */
	int missing() {
		return (this.trailers == null && !this.cr) ? 2 : 1;
	}

	/** The input of Tomcat's parser. */
	private static final class Trailers implements HttpHeaderParser.HeaderDataSource {

		/** In read mode. */
		private final ByteBuffer bytes;

		private final HttpHeaderParser parser;

		Trailers(int maxSize) {
			this.bytes = ByteBuffer.allocate(maxSize).limit(0);
			this.parser = new HttpHeaderParser(this, new MimeHeaders(), false);
		}

		ChunkScanner.State next(byte octet) {
			if (this.bytes.limit() == this.bytes.capacity()) {
				return ChunkScanner.State.MALFORMED;
			}
			this.bytes.limit(this.bytes.limit() + 1);
			this.bytes.put(this.bytes.limit() - 1, octet);
			try {
				HeaderParseStatus status = this.parser.parseHeader();
				while (status == HeaderParseStatus.HAVE_MORE_HEADERS) {
					status = this.parser.parseHeader();
				}
				return (status == HeaderParseStatus.DONE) ? ChunkScanner.State.COMPLETE : ChunkScanner.State.TRAILERS;
			}
			catch (IOException | IllegalArgumentException ex) {
				return ChunkScanner.State.MALFORMED;
			}
		}

		@Override
		public boolean fillHeaderBuffer() {
			return false;
		}

		@Override
		public ByteBuffer getHeaderByteBuffer() {
			return this.bytes;
		}

	}

}
