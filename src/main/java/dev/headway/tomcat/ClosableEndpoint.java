package dev.headway.tomcat;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import org.apache.tomcat.util.net.Acceptor.AcceptorState;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.NioEndpoint;
import org.apache.tomcat.util.net.SocketBufferHandler;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.util.threads.ResizableExecutor;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's endpoint, with these differences.
 * <p>
 * It can stop accepting and keep its connections. Tomcat's own methods for that either
 * stop reading from connections too, or drop the last connections, which their clients
 * believe to be accepted. Here the accepting thread itself closes the server socket, when
 * nothing is left to accept.
 * <p>
 * It reports the size of a pool that isn't Tomcat's own. Otherwise
 * {@code tomcat.threads.config.max} would be -1: Tomcat asks a foreign executor how many
 * threads it has and how many are busy, but not how many it may have.
 * <p>
 * When all connections are taken it {@linkplain IdleConnections closes idle ones}. Tomcat
 * alone would accept no others until one ends.
 * <p>
 * Its channels remember what their connections have done, and are closed so that
 * {@linkplain LingeringClose no answer is lost}.
 * <p>
 * Public because Tomcat reads it through JMX.
 */
public final class ClosableEndpoint extends NioEndpoint {

	/** How long to wait until the accepting thread has closed the server socket. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	/** The pause between two searches for idle connections if there are none. */
	private static final Duration FULL_PAUSE = Duration.ofMillis(50);

	private volatile CountDownLatch closed = new CountDownLatch(1);

	private final IdleConnections idleConnections = new IdleConnections(System::nanoTime);

	private volatile boolean closing;

	/** Waits for a connection to end while all are taken; null before the first time. */
	private volatile @Nullable Thread accepting;

	private volatile @Nullable Selector selector;

	private volatile @Nullable LingeringClose lingering;

	private ClientTimeouts timeouts = new ClientTimeouts(Duration.ofSeconds(10), null);

	private VitalThreads vitalThreads = new VitalThreads();

	@Override
	public int getMaxThreads() {
		return (getExecutor() instanceof ResizableExecutor pool) ? pool.getMaxThreads() : super.getMaxThreads();
	}

	/** Limits answers that aren't read, and TLS handshakes. */
	void limit(ClientTimeouts limits) {
		this.timeouts = limits;
	}

	/** For an answer that isn't read; none if it isn't positive. */
	long writeTimeoutMillis() {
		Duration write = this.timeouts.write();
		return (write != null) ? write.toMillis() : getConnectionTimeout();
	}

	@Override
	public void startInternal() throws Exception {
		this.lingering = LingeringClose.start(getName() + "-Closer");
		// it may have been stopped before
		this.closing = false;
		this.closed = new CountDownLatch(1);
		super.startInternal();
		this.vitalThreads.watch(getName());
	}

	@Override
	public void stopInternal() {
		this.vitalThreads.forget();
		super.stopInternal();
		LingeringClose present = this.lingering;
		if (present != null) {
			present.close();
		}
	}

	@Override
	protected void countUpOrAwaitConnection() throws InterruptedException {
		this.accepting = Thread.currentThread();
		while (isFull() && isRunning() && !isPaused() && !this.closing) {
			if (this.idleConnections.closeLongest(getConnections()) == 0) {
				LockSupport.parkNanos(FULL_PAUSE.toNanos());
			}
		}
		super.countUpOrAwaitConnection();
	}

	@Override
	protected long countDownConnection() {
		long remaining = super.countDownConnection();
		LockSupport.unpark(this.accepting);
		return remaining;
	}

	private boolean isFull() {
		return getMaxConnections() > 0 && getConnectionCount() >= getMaxConnections();
	}

	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		boolean accepted = super.setSocketOptions(socket);
		SocketWrapperBase<NioChannel> connection = this.connections.get(socket);
		if (connection != null && connection.getSocket() instanceof SecureChannel channel) {
			channel.limitFirstMessage();
		}
		else if (connection != null) {
			connection.setWriteTimeout(writeTimeoutMillis());
		}
		return accepted;
	}

	@Override
	protected NioChannel createChannel(SocketBufferHandler buffers) {
		LingeringClose present = Objects.requireNonNull(this.lingering);
		return isSSLEnabled() ? new SecureChannel(buffers, this, present, this.timeouts.head())
				: new ReadSkippingChannel(buffers, present);
	}

	@Override
	protected void initServerSocket() throws Exception {
		super.initServerSocket();
		ServerSocketChannel channel = channel();
		channel.configureBlocking(false);
		Selector created = Selector.open();
		channel.register(created, SelectionKey.OP_ACCEPT);
		this.selector = created;
	}

	@Override
	protected SocketChannel serverSocketAccept() throws Exception {
		try {
			return accept(Objects.requireNonNull(this.selector));
		}
		catch (ClosedChannelException ex) {
			if (this.closing) {
				return awaitEnd();
			}
			throw ex;
		}
	}

	private SocketChannel accept(Selector present) throws IOException {
		SocketChannel accepted = channel().accept();
		while (accepted == null) {
			if (!this.closing) {
				present.select();
				present.selectedKeys().clear();
			}
			else if (present.isOpen()) {
				// first, as it would keep a closed channel listening; connections that
				// came in meanwhile are still accepted
				present.close();
			}
			else {
				close(present);
			}
			accepted = channel().accept();
		}
		return accepted;
	}

	private void close(Selector present) throws IOException {
		present.close();
		channel().close();
		this.closed.countDown();
	}

	/** Keeps Tomcat's accepting thread busy to its end; it discards the socket. */
	private SocketChannel awaitEnd() throws IOException {
		while (isRunning() && !isPaused()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		return SocketChannel.open();
	}

	/** Sets where the endpoint registers its threads while it runs. */
	void report(VitalThreads threads) {
		this.vitalThreads = threads;
	}

	void stopAccepting() {
		Selector present = this.selector;
		if (present == null || this.closing) {
			return;
		}
		this.closing = true;
		present.wakeup();
		try {
			if (!this.closed.await(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)) {
				// all connections are taken, so the accepting thread waits for one of
				// them to end
				close(present);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (IOException ex) {
			getLog().warn("The server socket can't be closed", ex);
		}
	}

	/** Once the accepting thread has closed the socket there is no thread to wake up. */
	@Override
	public void pause() {
		if (!this.closing) {
			super.pause();
			return;
		}
		this.paused = true;
		getHandler().pause();
		long deadline = System.nanoTime() + CLOSE_TIMEOUT.toNanos();
		while (this.acceptor.getState() == AcceptorState.RUNNING && System.nanoTime() < deadline) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
		}
	}

	private ServerSocketChannel channel() {
		return (ServerSocketChannel) getServerSocket();
	}

}
