package dev.headway.tomcat;

import java.io.IOException;

import jakarta.servlet.WriteListener;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The rest of an answer on an HTTP/2 stream. It is written as the client makes room for
 * it. No worker waits: the application is done with the request, and Tomcat treats it as
 * an asynchronous request with a write listener. For one thread at a time, which Tomcat
 * ensures.
 */
final class Remainder implements UncontainedAsync, WriteListener {

	private final int stream;

	private final StreamEnd end;

	private final long bytes;

	private final WindowCredit credit;

	private final int settings;

	/** Whether the client had to make room for it. */
	private boolean waited;

	private Remainder(int stream, StreamEnd end, WindowCredit credit) {
		this.stream = stream;
		this.end = end;
		this.bytes = end.getBytesWritten();
		this.credit = credit;
		this.settings = credit.settings();
	}

	/**
	 * Writes the end of an answer without waiting for the client, now and whenever there
	 * is room.
	 */
	static void begin(Request request, Response response, StreamEnd end, StreamConnection connection) {
		Remainder remainder = new Remainder(StreamAdapter.stream(request), end, connection.credit());
		request.setNote(RequestNotes.REMAINDER, remainder);
		request.setRequestThread();
		try {
			request.action(ActionCode.ASYNC_START, remainder);
			request.action(ActionCode.ASYNC_SETTIMEOUT, connection.writeTimeoutMillis());
			response.setWriteListener(remainder);
			end.write();
		}
		catch (IOException ex) {
			response.action(ActionCode.CLOSE_NOW, ex);
		}
		finally {
			request.clearRequestThread();
		}
		remainder.waited = !RequestState.is(request, ActionCode.NB_WRITE_INTEREST);
	}

	/** The rest of a request's answer, or null if there is none. */
	static @Nullable Remainder of(Request request) {
		return (Remainder) request.getNote(RequestNotes.REMAINDER);
	}

	static void forget(Request request) {
		request.setNote(RequestNotes.REMAINDER, null);
	}

	/**
	 * Handles an event of the stream in place of the container.
	 * @return false if the stream is to be reset
	 */
	boolean proceed(Request request, Response response, SocketEvent event) {
		switch (event) {
			case OPEN_READ, OPEN_WRITE -> {
				if (!RequestState.is(request, ActionCode.ASYNC_IS_ASYNC)) {
					forget(request);
					if (!this.waited) {
						this.credit.fitted(this.stream, this.bytes, this.settings);
					}
					return finish();
				}
				else if (!RequestState.is(request, ActionCode.ASYNC_IS_COMPLETING)) {
					// Tomcat has written all bytes
					request.action(ActionCode.ASYNC_COMPLETE, null);
				}
				return true;
			}
			case TIMEOUT, STOP, DISCONNECT, ERROR, CONNECT_FAIL -> {
				forget(request);
				return false;
			}
		}
		throw new IllegalStateException("no such event: " + event);
	}

	private boolean finish() {
		try {
			this.end.finish();
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	@Override
	public void onWritePossible() {
		// Tomcat writes the remaining bytes; there are no more
	}

	@Override
	public void onError(Throwable problem) {
		// the stream is reset
	}

}
