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
 * The end of an answer on a stream of HTTP/2. It stands behind Tomcat's compression, so
 * that it knows how many bytes the answer has, and takes what compression writes at the
 * end. All of that is kept back if its client may have left too little room. Tomcat
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

	/** Puts itself between a stream and what its answer is written to. */
	static StreamEnd of(Http2OutputBuffer output, WindowCredit credit) {
		StreamEnd end = new StreamEnd(output, credit);
		output.addFilter(end);
		return end;
	}

	/**
	 * Gives a request the one that it has, if it was suspended, or a new one. Two would
	 * count twice.
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

	/** From now on nothing is written unless all of it is certain to fit. */
	void begin() {
		if (this.state == State.OPEN && this.hasBody) {
			this.state = State.ENDING;
		}
	}

	/** Whether the answer has come to its end, which isn't written. */
	boolean isKept() {
		return this.state == State.KEPT;
	}

	/** Writes what is kept back, but for the mark that the stream ends. */
	void write() throws IOException {
		this.credit.spent(this.last.size());
		writeLast();
		this.stream.flush();
	}

	private void writeLast() throws IOException {
		this.state = State.WRITTEN;
		// an answer that has no body may have closed its stream with its header
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
	 * In parts, so that a client that cancels its download has little counted too much.
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
		// there is nothing to ask it
	}

	@Override
	public void recycle() {
		// each stream has its own
	}

	/** What becomes of the bytes that come. */
	private enum State {

		/** They are written. */
		OPEN,

		/** They are the last, and kept until their number is known. */
		ENDING,

		/** There are no more, and the last are kept back. */
		KEPT,

		/** All of them have been written. */
		WRITTEN

	}

}
