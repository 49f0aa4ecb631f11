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

	private int settings;

	private long roomMadeAt = System.nanoTime();

	/** Streams whose window isn't the one they began with. */
	private final Set<Integer> raised = new HashSet<>();

	/**
	 * Takes the end of an answer off the windows if it is certain to fit.
	 * @param answer bytes of the whole answer
	 * @param end those of its end, the only ones that haven't been {@link #spent}
	 */
	synchronized boolean take(long answer, long end) {
		if (answer > this.stream || end > this.connection) {
			return false;
		}
		this.connection -= end;
		return true;
	}

	/**
	 * Bytes of an answer are written without asking whether they fit. To be called
	 * before: an answer that waits for room has taken a part of it.
	 */
	synchronized void spent(long bytes) {
		this.connection -= bytes;
	}

	/** Which of the client's settings count. */
	synchronized int settings() {
		return this.settings;
	}

	/**
	 * A stream's window had room for a whole answer: its client had to make none.
	 * @param id the stream's
	 * @param settingsThen the settings when it was written
	 */
	synchronized void fitted(int id, long bytes, int settingsThen) {
		if (settingsThen == this.settings && !this.raised.contains(id) && this.raised.size() < MAX_RAISED) {
			this.stream = Math.max(this.stream, bytes);
		}
	}

	/** The client has made room: for a stream, or with 0 for the connection. */
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

	/** The client has changed its settings, so that new streams may have less. */
	synchronized void settingsChanged() {
		this.roomMadeAt = System.nanoTime();
		this.settings++;
		this.stream = 0;
	}

}
