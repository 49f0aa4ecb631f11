package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;

import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SecureNioChannel;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A TLS channel whose handshake has to be complete within a given time, with any number
 * of reads. Tomcat alone limits the time between two reads.
 */
final class SecureChannel extends SecureNioChannel implements ClientChannel {

	private static final int END = -1;

	private final ConnectionState state = new ConnectionState();

	private final LingeringClose lingering;

	private final ClosableEndpoint endpoint;

	private final Duration handshakeLimit;

	/** The accept, or later if the server has asked for another handshake. */
	private long handshakeStartedAt;

	/** Whether the client's first message has arrived. Guarded by this. */
	private boolean handshakeBegun;

	SecureChannel(SocketBufferHandler buffers, ClosableEndpoint endpoint, LingeringClose lingering,
			Duration handshakeLimit) {
		super(buffers, endpoint);
		this.endpoint = endpoint;
		this.lingering = lingering;
		this.handshakeLimit = handshakeLimit;
	}

	@Override
	public ConnectionState state() {
		return this.state;
	}

	@Override
	public void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper connection) throws IOException {
		super.reset(channel, connection);
		this.handshakeStartedAt = System.nanoTime();
		this.state.accepted(this.handshakeStartedAt);
		synchronized (this) {
			this.handshakeBegun = false;
		}
	}

	/** Before the first bytes arrive Tomcat doesn't call {@link #handshake}. */
	synchronized void limitFirstMessage() {
		if (!this.handshakeBegun) {
			limitHandshake(this.handshakeLimit.toMillis());
		}
	}

	@Override
	public int handshake(boolean read, boolean write) throws IOException {
		synchronized (this) {
			this.handshakeBegun = true;
		}
		long elapsed = System.nanoTime() - this.handshakeStartedAt;
		long millisLeft = this.handshakeLimit.minusNanos(elapsed).toMillis();
		if (millisLeft <= 0) {
			throw new IOException("The TLS handshake wasn't complete within " + this.handshakeLimit);
		}
		int interest = super.handshake(read, write);
		if (interest != 0) {
			limitHandshake(millisLeft);
		}
		else {
			this.socketWrapper.setReadTimeout(this.endpoint.getConnectionTimeout());
			this.socketWrapper.updateLastWrite();
			this.socketWrapper.setWriteTimeout(this.endpoint.writeTimeoutMillis());
		}
		return interest;
	}

	/**
	 * Asks the client for its certificate during a request, up to TLS 1.2. The worker
	 * waits for the client meanwhile.
	 */
	@Override
	public void rehandshake(long timeout) throws IOException {
		this.handshakeStartedAt = System.nanoTime();
		long limit = this.handshakeLimit.toMillis();
		super.rehandshake((timeout > 0) ? Math.min(timeout, limit) : limit);
	}

	private void limitHandshake(long millisLeft) {
		long timeout = this.endpoint.getConnectionTimeout();
		this.socketWrapper.setReadTimeout((timeout > 0) ? Math.min(timeout, millisLeft) : millisLeft);
		// Tomcat doesn't note that a handshake writes, and counts from the accept
		this.socketWrapper.setWriteTimeout(this.handshakeLimit.toMillis());
	}

	@Override
	public int read(ByteBuffer buffer) throws IOException {
		this.state.waits().end();
		int read = (int) receive(() -> readOrEnd(() -> readBuffered(super.read(buffer), buffer)));
		this.state.holdsPart(this.netInBuffer.position() > 0);
		this.state.waits().read(read, this.socketWrapper);
		return read;
	}

	/**
	 * Tomcat takes it for an error when a client ends its half, unless data comes with
	 * the message. In TLS 1.3 the client may still read (RFC 8446, 6.1). Up to TLS 1.2
	 * the message ends both halves (RFC 5246, 7.2.1): then the next write fails.
	 */
	private long readOrEnd(Input input) throws IOException {
		try {
			return input.read();
		}
		catch (SSLException ex) {
			throw ex;
		}
		catch (IOException ex) {
			SSLEngine present = this.sslEngine;
			if (present != null && present.isInboundDone()) {
				return END;
			}
			throw ex;
		}
	}

	/**
	 * Tomcat reports the connection's end though records have come before it that it has
	 * read and not decrypted yet: a request behind the client's last message of the
	 * handshake.
	 */
	private int readBuffered(int read, ByteBuffer buffer) throws SSLException {
		SSLEngine present = this.sslEngine;
		if (read != END || present == null || this.closing || this.closed) {
			return read;
		}
		int produced = 0;
		int left;
		do {
			left = this.netInBuffer.position();
			this.netInBuffer.flip();
			produced += present.unwrap(this.netInBuffer, buffer).bytesProduced();
			this.netInBuffer.compact();
		}
		while (this.netInBuffer.position() > 0 && this.netInBuffer.position() < left);
		return (produced > 0) ? produced : END;
	}

	/** HTTP/2 reads in this way. */
	@Override
	public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
		return receive(() -> readOrEnd(() -> super.read(buffers, offset, length)));
	}

	@Override
	public int write(ByteBuffer buffer) throws IOException {
		this.state.waits().end();
		int written = writeRest(buffer);
		this.state.sent(written);
		this.state.waits().written(written, buffer.hasRemaining() || getOutboundRemaining() > 0, this.socketWrapper);
		return written;
	}

	@Override
	public int writeThrough(ByteBuffer buffer) throws IOException {
		return super.write(buffer);
	}

	/** Tomcat would end the connection; but a channel that doesn't block can write. */
	@Override
	protected void checkInterruptStatus() {
		// nothing to check
	}

	@Override
	public void close(boolean force) throws IOException {
		PendingWrite.fail(this.socketWrapper);
		if (!force || !this.state.isLingering()) {
			super.close(force);
			return;
		}
		try {
			// sends TLS's close_notify
			close();
		}
		finally {
			this.closed = true;
			if (!this.lingering.take(this.sc)) {
				this.sc.close();
			}
		}
	}

}
