package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.HttpOutputBuffer;
import org.apache.coyote.http11.OutputFilter;
import org.apache.coyote.http11.filters.VoidOutputFilter;
import org.apache.coyote.http2.Http2OutputBuffer;

/**
 * The end of an answer on an HTTP/2 stream. It is a filter behind Tomcat's compression,
 * so it knows how many bytes the answer has, and includes what compression writes at the
 * end. The end is held back if the client's window may have too little room; Tomcat
 * counts it as written. For one thread at a time.
 */
final class StreamEnd implements OutputFilter {

	private static final int PART_BYTES = 1 << 14;

	private final WindowCredit credit;

	private final ByteArrayOutputStream last = new ByteArrayOutputStream(0);

	private State state = State.OPEN;

	private HttpOutputBuffer stream;

	/**
	 * Whether the client gets a body. To HEAD it doesn't: Tomcat drops what is written.
	 */
	private boolean hasBody = true;

	private StreamEnd(Http2OutputBuffer output, WindowCredit credit) {
		this.credit = credit;
		this.stream = output;
	}

	/** Makes a filter and adds it to a stream's output. */
	static StreamEnd of(Http2OutputBuffer output, WindowCredit credit) {
		StreamEnd end = new StreamEnd(output, credit);
		output.addFilter(end);
		return end;
	}

	/**
	 * Returns the filter of a request that was suspended before, or a new one. Two
	 * filters would count bytes twice.
	 */
	static StreamEnd of(Request request, Http2OutputBuffer output, WindowCredit credit) {
		StreamEnd end = (StreamEnd) request.getNote(RequestNotes.STREAM_END);
		if (end == null) {
			end = of(output, credit);
			request.setNote(RequestNotes.STREAM_END, end);
		}
		return end;
	}

	static void forget(Request request) {
		request.setNote(RequestNotes.STREAM_END, null);
	}

	@Override
	public void setBuffer(HttpOutputBuffer next) {
		this.stream = next;
		this.hasBody = !(next instanceof VoidOutputFilter);
	}

	/** From now on bytes are written only if all of them are certain to fit. */
	void begin() {
		if (this.state == State.OPEN && this.hasBody) {
			this.state = State.ENDING;
		}
	}

	/** Whether the answer is complete, but its end is held back. */
	boolean isKept() {
		return this.state == State.KEPT;
	}

	/** Writes the bytes that are held back, without ending the stream. */
	void write() throws IOException {
		this.credit.spent(this.last.size());
		writeLast();
		this.stream.flush();
	}

	private void writeLast() throws IOException {
		this.state = State.WRITTEN;
		// an answer without a body may have closed its stream with its header
		if (this.last.size() > 0) {
			byte[] bytes = this.last.toByteArray();
			this.last.reset();
			this.stream.doWrite(ByteBuffer.wrap(bytes));
		}
	}

	/** Ends the stream. */
	void finish() throws IOException {
		this.stream.end();
	}

	@Override
	public int doWrite(ByteBuffer chunk) throws IOException {
		if (!this.hasBody) {
			return this.stream.doWrite(chunk);
		}
		if (this.state != State.ENDING) {
			return writeOn(chunk);
		}
		byte[] bytes = new byte[chunk.remaining()];
		chunk.get(bytes);
		this.last.writeBytes(bytes);
		return bytes.length;
	}

	/**
	 * Writes in parts, so that little is counted too much if the client cancels its
	 * download.
	 */
	private int writeOn(ByteBuffer chunk) throws IOException {
		int bytes = chunk.remaining();
		int limit = chunk.limit();
		while (chunk.position() < limit) {
			int next = Math.min(limit, chunk.position() + PART_BYTES);
			chunk.limit(next);
			this.credit.spent(chunk.remaining());
			this.stream.doWrite(chunk);
			chunk.position(next);
		}
		return bytes;
	}

	@Override
	public void flush() throws IOException {
		this.stream.flush();
	}

	@Override
	public void end() throws IOException {
		if (this.state == State.ENDING) {
			long bytes = getBytesWritten();
			if (bytes > 0 && !this.credit.take(bytes, this.last.size())) {
				this.state = State.KEPT;
				return;
			}
			writeLast();
		}
		finish();
	}

	@Override
	public long getBytesWritten() {
		return this.stream.getBytesWritten() + this.last.size();
	}

	@Override
	public void setResponse(Response response) {
		// the response isn't needed
	}

	@Override
	public void recycle() {
		// each stream has its own filter
	}

	/** What happens to bytes that are written. */
	private enum State {

		/** They are written. */
		OPEN,

		/** They are the last ones, and are held until their number is known. */
		ENDING,

		/** There are no more, and the last ones are held back. */
		KEPT,

		/** All of them have been written. */
		WRITTEN

	}

}
