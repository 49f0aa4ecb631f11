package dev.headway.tomcat;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * The state of one connection: whether it waits for its client and since when, what was
 * sent on it, and how it is to be closed.
 * <p>
 * Written by the thread that holds the connection's lock; {@link #waitingSince()} may be
 * read by any thread.
 */
final class ConnectionState {

	/** Later than every moment: the connection doesn't wait for its client. */
	static final long NOT_WAITING = Long.MAX_VALUE;

	private volatile long waitingSince = NOT_WAITING;

	private boolean headBegun;

	private long headBegunAt;

	private boolean timeoutShortened;

	private long arrivals;

	private boolean holdsPart;

	private long sent;

	private long requests;

	private boolean lingering;

	private boolean ended;

	private boolean failed;

	private int sentAhead;

	/**
	 * A new one for each connection, since a worker may still use it after the connection
	 * has ended.
	 */
	private ClientWaits waits = new ClientWaits(System::nanoTime);

	/** The state of a connection, or null if it has been closed. */
	static @Nullable ConnectionState of(SocketWrapperBase<NioChannel> connection) {
		return (connection.getSocket() instanceof ClientChannel channel) ? channel.state() : null;
	}

	/** A new connection begins, perhaps on the channel of an earlier one. */
	void accepted(long now) {
		this.headBegun = false;
		this.timeoutShortened = false;
		this.arrivals = 0;
		this.holdsPart = false;
		this.sent = 0;
		this.requests = 0;
		this.lingering = false;
		this.ended = false;
		this.failed = false;
		this.sentAhead = 0;
		this.waits = new ClientWaits(System::nanoTime);
		this.waitingSince = now;
	}

	/**
	 * The head of a request is complete.
	 * @param lingers whether the connection, if it is closed with the answer, is closed
	 * in two steps, see {@link LingeringClose}
	 */
	void serves(boolean lingers) {
		this.waitingSince = NOT_WAITING;
		this.headBegun = false;
		this.requests++;
		this.lingering = lingers;
	}

	/**
	 * The server waits for the client: the rest of a body, or the next head, is missing.
	 */
	void waits(long now) {
		this.lingering = false;
		if (this.waitingSince == NOT_WAITING) {
			this.waitingSince = now;
		}
	}

	/**
	 * The connection is suspended or has another protocol now, so it doesn't wait for a
	 * head.
	 */
	void waitsNoMore() {
		this.lingering = false;
		this.headBegun = false;
		this.waitingSince = NOT_WAITING;
	}

	/** When the present head began; the given time if it begins now. */
	long headBegunAt(long now) {
		if (!this.headBegun) {
			this.headBegun = true;
			this.headBegunAt = now;
		}
		return this.headBegunAt;
	}

	boolean hasHeadBegun() {
		return this.headBegun;
	}

	void received(int bytes) {
		if (bytes > 0) {
			this.arrivals++;
		}
		else if (bytes < 0) {
			this.ended = true;
		}
	}

	/** Whether a part of a record of TLS has come, whose bytes can't be read yet. */
	void holdsPart(boolean newHoldsPart) {
		this.holdsPart = newHoldsPart;
	}

	boolean holdsPart() {
		return this.holdsPart;
	}

	/** Reading has failed: the client has reset the connection. */
	void failed() {
		this.failed = true;
	}

	/** Whether the client has closed its half. */
	boolean hasEnded() {
		return this.ended;
	}

	boolean hasFailed() {
		return this.failed;
	}

	/** A byte of the next response has been sent ahead. */
	void sentAhead() {
		this.sentAhead++;
	}

	/** How many bytes of the response that begins now have been sent. */
	int takeSentAhead() {
		int sent = this.sentAhead;
		this.sentAhead = 0;
		return sent;
	}

	/** How many bytes of the next response have been sent. */
	int bytesSentAhead() {
		return this.sentAhead;
	}

	void sent(int bytes) {
		if (bytes > 0) {
			this.sent += bytes;
		}
	}

	void timeoutShortened() {
		this.timeoutShortened = true;
	}

	/** Whether the read timeout was shortened; the call clears the mark. */
	boolean takeTimeoutShortened() {
		boolean shortened = this.timeoutShortened;
		this.timeoutShortened = false;
		return shortened;
	}

	long waitingSince() {
		return this.waitingSince;
	}

	/** How often something has come that could be read. */
	long arrivals() {
		return this.arrivals;
	}

	/** Bytes written so far, without those of TLS. */
	long sentBytes() {
		return this.sent;
	}

	/** Requests whose head was complete. */
	long requests() {
		return this.requests;
	}

	/** How long workers were blocked because of the client. */
	ClientWaits waits() {
		return this.waits;
	}

	boolean isLingering() {
		return this.lingering;
	}

}
