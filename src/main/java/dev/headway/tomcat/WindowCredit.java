package dev.headway.tomcat;

import java.util.HashSet;
import java.util.Set;

/**
 * Lower bounds of the windows of one HTTP/2 connection: whether an answer of some length
 * certainly fits, so that writing it doesn't wait for the client. Tomcat doesn't show the
 * windows, so this class derives bounds: for the connection's window by counting, for a
 * new stream's window by the answers that earlier streams took. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-5.2">RFC 9113, 5.2</a>
 */
final class WindowCredit {

	/** The connection's initial window, which no setting changes. */
	private static final long INITIAL = 65_535;

	/** More than a connection's possible streams; beyond it nothing is learned. */
	private static final int MAX_RAISED = 256;

	// Mutable state, guarded by this

	private long connection = INITIAL;

	private long stream;

	private int settings;

	private long roomMadeAt = System.nanoTime();

	/** Streams whose window isn't the one they began with. */
	private final Set<Integer> raised = new HashSet<>();

	/**
	 * Subtracts the end of an answer from the window if it certainly fits.
	 * @param answer how many bytes the whole answer has
	 * @param end how many bytes its end has, the only ones that haven't been
	 * {@link #spent}
	 */
	synchronized boolean take(long answer, long end) {
		if (answer > this.stream || end > this.connection) {
			return false;
		}
		this.connection -= end;
		return true;
	}

	/**
	 * Subtracts bytes that are written whether they fit or not. To be called before
	 * writing, since an answer that waits for room has already used a part of it.
	 */
	synchronized void spent(long bytes) {
		this.connection -= bytes;
	}

	/** The number of the client's present settings. */
	synchronized int settings() {
		return this.settings;
	}

	/**
	 * A stream's window had room for a whole answer without an update by the client.
	 * @param id the stream's number
	 * @param settingsThen the settings when it was written
	 */
	synchronized void fitted(int id, long bytes, int settingsThen) {
		if (settingsThen == this.settings && !this.raised.contains(id) && this.raised.size() < MAX_RAISED) {
			this.stream = Math.max(this.stream, bytes);
		}
	}

	/** The client has enlarged a window: a stream's, or with 0 the connection's. */
	synchronized void raised(int id, int bytes) {
		this.roomMadeAt = System.nanoTime();
		if (id == 0) {
			this.connection += bytes;
		}
		else if (this.raised.size() < MAX_RAISED) {
			this.raised.add(id);
		}
	}

	/** When the client has last made room, for any stream. */
	synchronized long roomMadeAt() {
		return this.roomMadeAt;
	}

	synchronized void ended(int id) {
		this.raised.remove(id);
	}

	/** The client has changed its settings, so new streams may have smaller windows. */
	synchronized void settingsChanged() {
		this.roomMadeAt = System.nanoTime();
		this.settings++;
		this.stream = 0;
	}

}
