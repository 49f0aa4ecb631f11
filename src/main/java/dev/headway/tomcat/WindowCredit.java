package dev.headway.tomcat;

import java.util.HashSet;
import java.util.Set;

/**
 * What is certain about the windows of one HTTP/2 connection: whether an answer of some
 * length fits, so that writing it waits for nobody. Tomcat doesn't tell, so this keeps
 * lower bounds of its own: of the connection's window by counting, of the window that a
 * new stream has by what earlier streams took. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-5.2">RFC 9113, 5.2</a>
 */
final class WindowCredit {

	/** What the connection's window is at first, and no setting changes that. */
	private static final long INITIAL = 65_535;

	/** More than a connection may have streams; beyond it nothing is learned. */
	private static final int MAX_RAISED = 256;

	// Mutable state, guarded by this

	private long connection = INITIAL;

	private long stream;

	/** Streams whose window isn't the one they began with. */
	private final Set<Integer> raised = new HashSet<>();

	/** Takes the bytes of an answer off the windows if they are certain to fit. */
	synchronized boolean take(long bytes) {
		if (bytes > this.stream || bytes > this.connection) {
			return false;
		}
		this.connection -= bytes;
		return true;
	}

	/** Bytes of an answer have been written without asking whether they fit. */
	synchronized void spent(long bytes) {
		this.connection -= bytes;
	}

	/**
	 * An answer has been written that wasn't certain to fit.
	 * @param id the stream's
	 * @param waited whether the client had to make room for it
	 */
	synchronized void written(int id, long bytes, boolean waited) {
		this.connection -= bytes;
		if (!waited && !this.raised.contains(id) && this.raised.size() < MAX_RAISED) {
			this.stream = Math.max(this.stream, bytes);
		}
	}

	/** The client has made room: for a stream, or with 0 for the connection. */
	synchronized void raised(int id, int bytes) {
		if (id == 0) {
			this.connection += bytes;
		}
		else if (this.raised.size() < MAX_RAISED) {
			this.raised.add(id);
		}
	}

	synchronized void ended(int id) {
		this.raised.remove(id);
	}

	/** The client has changed its settings, so that new streams may have less. */
	synchronized void settingsChanged() {
		this.stream = 0;
	}

}
