package dev.headway.tomcat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

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

	private final StreamConnection connection;

	private final long bytes;

	private final int settings;

	private final long begunAt = System.nanoTime();

	/** Whether the client had to make room for it. */
	private boolean waited;

	private Remainder(int stream, StreamEnd end, StreamConnection connection) {
		this.stream = stream;
		this.end = end;
		this.connection = connection;
		this.bytes = end.getBytesWritten();
		this.settings = connection.credit().settings();
	}

	/**
	 * Writes the end of an answer without waiting for the client, now and whenever there
	 * is room.
	 */
	static void begin(Request request, Response response, StreamEnd end, StreamConnection connection) {
		Remainder remainder = new Remainder(StreamAdapter.stream(request), end, connection);
		request.setNote(RequestNotes.REMAINDER, remainder);
		connection.unsent().await(remainder.stream, connection.writeTimeoutMillis());
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
					end(request);
					if (!this.waited) {
						this.connection.credit().fitted(this.stream, this.bytes, this.settings);
					}
					return finish();
				}
				else if (!RequestState.is(request, ActionCode.ASYNC_IS_COMPLETING)) {
					// Tomcat has written all bytes
					request.action(ActionCode.ASYNC_COMPLETE, null);
				}
				return true;
			}
			case TIMEOUT -> {
				if (waitOn(request)) {
					return true;
				}
				end(request);
				return false;
			}
			case STOP, DISCONNECT, ERROR, CONNECT_FAIL -> {
				end(request);
				return false;
			}
		}
		throw new IllegalStateException("no such event: " + event);
	}

	/**
	 * Waits on if the client has made room lately, for this answer or for others, whose
	 * turn may come first.
	 */
	private boolean waitOn(Request request) {
		long now = System.nanoTime();
		long stalledMillis = TimeUnit.NANOSECONDS.toMillis(now - this.connection.credit().roomMadeAt());
		long leftMillis = this.connection.writeTimeoutMillis() - stalledMillis;
		if (leftMillis <= 0) {
			return false;
		}
		this.connection.unsent().await(this.stream, leftMillis);
		// it is measured from the begin
		request.action(ActionCode.ASYNC_SETTIMEOUT, TimeUnit.NANOSECONDS.toMillis(now - this.begunAt) + leftMillis);
		return true;
	}

	private void end(Request request) {
		forget(request);
		this.connection.unsent().ended(this.stream);
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
