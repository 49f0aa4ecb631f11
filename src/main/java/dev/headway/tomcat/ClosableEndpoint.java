package dev.headway.tomcat;

import java.io.IOException;
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
 * Tomcat's endpoint, with three differences.
 * <p>
 * It can be told to take no new connections and keep those it has. Tomcat's own ways to
 * that either stop reading from the connections too, or throw the last ones away that
 * their clients take for accepted. Here the thread that accepts is also the one that
 * closes: it does so when nothing is left to accept.
 * <p>
 * It tells the size of a pool that isn't Tomcat's own. Without that
 * {@code tomcat.threads.config.max} would be -1: Tomcat asks a foreign executor how many
 * threads it has and how many are busy, but not how many it may have.
 * <p>
 * Its connections {@linkplain SparingChannel spare} a system call for each request.
 * <p>
 * Public because Tomcat reads it through JMX.
 */
public final class ClosableEndpoint extends NioEndpoint {

	/** How long the accepting thread may take to find that nothing is left. */
	private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);

	private final CountDownLatch closed = new CountDownLatch(1);

	private volatile boolean closing;

	private volatile @Nullable Selector selector;

	private long writeTimeoutMillis;

	@Override
	public int getMaxThreads() {
		return (getExecutor() instanceof ResizableExecutor pool) ? pool.getMaxThreads() : super.getMaxThreads();
	}

	/** Has an answer that the client doesn't read end its connection after this time. */
	void limitWrites(Duration limit) {
		this.writeTimeoutMillis = limit.toMillis();
	}

	@Override
	protected boolean setSocketOptions(SocketChannel socket) {
		boolean accepted = super.setSocketOptions(socket);
		SocketWrapperBase<NioChannel> connection = this.connections.get(socket);
		if (connection != null) {
			connection.setWriteTimeout(this.writeTimeoutMillis);
		}
		return accepted;
	}

	@Override
	protected NioChannel createChannel(SocketBufferHandler buffers) {
		return isSSLEnabled() ? super.createChannel(buffers) : new SparingChannel(buffers);
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
		Selector present = Objects.requireNonNull(this.selector);
		while (true) {
			SocketChannel accepted = channel().accept();
			if (accepted != null) {
				return accepted;
			}
			if (!this.closing) {
				present.select();
				present.selectedKeys().clear();
			}
			else if (present.isOpen()) {
				// it would keep a closed channel listening, so it has to go first; what
				// has come in meanwhile is still taken
				present.close();
			}
			else {
				close(present);
				return awaitEnd();
			}
		}
	}

	private void close(Selector present) throws IOException {
		present.close();
		channel().close();
		this.closed.countDown();
	}

	/**
	 * Keeps Tomcat's accepting thread until Tomcat ends it, with a socket to throw away.
	 */
	private SocketChannel awaitEnd() throws IOException {
		while (isRunning() && !isPaused()) {
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		return SocketChannel.open();
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
				// all connections are taken, so it waits for one of them to end
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

	/** With nobody accepting, there is nobody to be woken up either. */
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
