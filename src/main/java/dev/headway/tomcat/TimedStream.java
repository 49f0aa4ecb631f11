package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;

import org.apache.coyote.InputBuffer;
import org.apache.coyote.OutputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long the client of an HTTP/2 stream keeps the worker that serves it
 * waiting: for the request's body, and for room for the response's. For one thread at a
 * time.
 */
final class TimedStream implements InputBuffer, OutputBuffer {

	private final Request request;

	private final Response response;

	private final InputBuffer input;

	private final OutputBuffer output;

	private final ClientWaits waits = new ClientWaits(System::nanoTime);

	private TimedStream(Request request, Response response, OutputBuffer output) {
		this.request = request;
		this.response = response;
		this.input = request.getInputBuffer();
		this.output = output;
	}

	/** Installs itself, or returns null if this version of Tomcat doesn't allow that. */
	static @Nullable TimedStream begin(Request request, Response response) {
		if (ResponseFields.OUTPUT == null) {
			return null;
		}
		TimedStream timed = new TimedStream(request, response, (OutputBuffer) ResponseFields.OUTPUT.get(response));
		request.setInputBuffer(timed);
		response.setOutputBuffer(timed);
		request.setNote(RequestNotes.CLIENT_WAITS, timed.waits);
		return timed;
	}

	/** Removes itself. */
	void leave() {
		this.request.setInputBuffer(this.input);
		this.response.setOutputBuffer(this.output);
		this.request.setNote(RequestNotes.CLIENT_WAITS, null);
	}

	@Override
	public int doRead(ApplicationBufferHandler handler) throws IOException {
		this.waits.begin();
		try {
			return this.input.doRead(handler);
		}
		finally {
			this.waits.end();
		}
	}

	@Override
	public int available() {
		return this.input.available();
	}

	@Override
	public int doWrite(ByteBuffer chunk) throws IOException {
		// see StreamAnswer
		boolean interrupted = Thread.interrupted();
		this.waits.begin();
		try {
			return this.output.doWrite(chunk);
		}
		finally {
			this.waits.end();
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	@Override
	public long getBytesWritten() {
		return this.output.getBytesWritten();
	}

}
