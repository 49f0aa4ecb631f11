package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.jspecify.annotations.Nullable;

/**
 * A channel that skips one read after an answer if the read before it did not fill the
 * buffer. After each answer Tomcat reads, to see whether the next request is there
 * already. If the last read left room in the buffer, it took all input, and a client that
 * waits for its answer has sent nothing since. So one read returns 0 bytes without a
 * system call. If that is wrong, the poller reports the input at once, like all later
 * input.
 */
final class ReadSkippingChannel extends NioChannel implements ClientChannel {

	private final ConnectionState state = new ConnectionState();

	private final LingeringClose lingering;

	/** Whether the last read took all input. */
	private boolean drained;

	/** Whether an answer has been written since. */
	private boolean answered;

	ReadSkippingChannel(SocketBufferHandler buffers, LingeringClose lingering) {
		super(buffers);
		this.lingering = lingering;
	}

	@Override
	public ConnectionState state() {
		return this.state;
	}

	@Override
	public void reset(@Nullable SocketChannel channel, @Nullable NioSocketWrapper connection) throws IOException {
		super.reset(channel, connection);
		this.drained = false;
		this.answered = false;
		this.state.accepted(System.nanoTime());
	}

	@Override
	public int read(ByteBuffer buffer) throws IOException {
		this.state.waits().end();
		boolean known = this.drained && this.answered;
		this.answered = false;
		int read = known ? 0 : (int) receive(() -> super.read(buffer));
		this.drained = read > 0 && buffer.hasRemaining();
		this.state.waits().read(read, this.socketWrapper);
		return read;
	}

	/** HTTP/2 reads in this way. */
	@Override
	public long read(ByteBuffer[] buffers, int offset, int length) throws IOException {
		return receive(() -> super.read(buffers, offset, length));
	}

	@Override
	public int write(ByteBuffer buffer) throws IOException {
		this.answered = true;
		this.state.waits().end();
		int written = writeRest(buffer);
		this.state.sent(written);
		this.state.waits().written(written, buffer.hasRemaining(), this.socketWrapper);
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
		if (!this.state.isLingering() || !this.lingering.take(this.sc)) {
			super.close(force);
		}
	}

}
