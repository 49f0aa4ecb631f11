package dev.headway.tomcat;

import java.util.LinkedHashMap;
import java.util.Map;

import org.apache.coyote.Request;
import org.jspecify.annotations.Nullable;

/**
 * The bodies of one HTTP/2 connection for which requests wait. Tomcat keeps the bytes
 * that have arrived, up to the windows that it allows: one for each stream, and one for
 * all streams together. This class removes nothing, so the application finds all bytes.
 * <p>
 * The connection reports each frame that has arrived. Thread-safe.
 */
final class StreamBodies {

	/**
	 * A client may send only whole frames, so it may stop this far before the window's
	 * end.
	 */
	private static final int FRAME_BYTES = 1 << 14;

	private final int window;

	// Mutable state, guarded by this

	private final Map<Integer, StreamBody> waiting = new LinkedHashMap<>();

	/**
	 * Makes the bodies of one connection.
	 * @param window how many bytes a client may send on a stream, and on all of them
	 * together, before they are read
	 */
	StreamBodies(int window) {
		this.window = window;
	}

	/** Records that a request comes on this connection. */
	void serve(Request request) {
		request.setNote(RequestNotes.STREAM_BODIES, this);
	}

	/** The bodies of the request's connection, or null if it isn't HTTP/2. */
	static @Nullable StreamBodies of(Request request) {
		return (StreamBodies) request.getNote(RequestNotes.STREAM_BODIES);
	}

	/**
	 * The body of a request.
	 * @param maxSize how much of it to wait for, in bytes
	 */
	StreamBody body(Request request, int maxSize) {
		return new StreamBody(this, request, StreamAdapter.stream(request),
				Math.min(maxSize, this.window - FRAME_BYTES));
	}

	/** A frame has arrived on a stream, perhaps its last. To be called for each. */
	synchronized void arrived(int stream) {
		StreamBody body = this.waiting.get(stream);
		if (body != null) {
			proceed(body);
		}
	}

	synchronized void add(int stream, StreamBody body) {
		this.waiting.put(stream, body);
		// its last frame may have arrived just before
		proceed(body);
	}

	synchronized void remove(int stream) {
		this.waiting.remove(stream);
	}

	private void proceed(StreamBody body) {
		if (body.readOn() != ArrivingBody.Progress.WAITING) {
			body.resume();
			return;
		}
		long arrived = 0;
		StreamBody largest = body;
		for (StreamBody other : this.waiting.values()) {
			arrived += other.size();
			largest = (other.size() > largest.size()) ? other : largest;
		}
		if (arrived > this.window - FRAME_BYTES) {
			// the client may send nothing more on any stream until some of it is read
			largest.resume();
		}
	}

}
