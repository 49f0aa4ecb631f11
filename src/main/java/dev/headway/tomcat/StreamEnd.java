package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.coyote.Response;
import org.apache.coyote.http11.HttpOutputBuffer;
import org.apache.coyote.http11.OutputFilter;
import org.apache.coyote.http2.Http2OutputBuffer;

/**
 * The end of an answer on a stream of HTTP/2. It stands behind Tomcat's compression, so
 * that it knows how many bytes the answer has, and takes what compression writes at the
 * end. All of that is kept back if its client may have left too little room. Tomcat
 * counts it as written. For one thread at a time.
 */
final class StreamEnd implements OutputFilter {

	private final WindowCredit credit;

	private final ByteArrayOutputStream last = new ByteArrayOutputStream(0);

	private State state = State.OPEN;

	/** Whether the client's windows are known to have that much less room. */
	private boolean counted;

	private HttpOutputBuffer stream;

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

	@Override
	public void setBuffer(HttpOutputBuffer next) {
		this.stream = next;
	}

	/** From now on nothing is written unless all of it is certain to fit. */
	void begin() {
		if (this.state == State.OPEN) {
			this.state = State.ENDING;
		}
	}

	/** Whether the answer has come to its end, which isn't written. */
	boolean isKept() {
		return this.state == State.KEPT;
	}

	/** Writes what is kept back, but for the mark that the stream ends. */
	void write() throws IOException {
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

	/**
	 * Takes what has been written off the client's windows, if that wasn't done: it was
	 * written without asking whether it fits.
	 */
	void count() {
		if (!this.counted) {
			this.counted = true;
			this.credit.spent(getBytesWritten());
		}
	}

	/** Ends the stream. */
	void finish() throws IOException {
		this.stream.end();
	}

	@Override
	public int doWrite(ByteBuffer chunk) throws IOException {
		if (this.state != State.ENDING) {
			return this.stream.doWrite(chunk);
		}
		byte[] bytes = new byte[chunk.remaining()];
		chunk.get(bytes);
		this.last.writeBytes(bytes);
		return bytes.length;
	}

	@Override
	public void flush() throws IOException {
		this.stream.flush();
	}

	@Override
	public void end() throws IOException {
		if (this.state == State.ENDING) {
			long bytes = getBytesWritten();
			if (bytes > 0 && !this.credit.take(bytes)) {
				this.state = State.KEPT;
				return;
			}
			this.counted = true;
			writeLast();
		}
		count();
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
