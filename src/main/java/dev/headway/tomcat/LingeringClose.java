package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;

/**
 * Closes connections whose clients may still be sending. A socket that is closed while
 * bytes come in is reset, and with it the client loses answers that it hasn't read yet.
 * So the server's half is closed first, and what the client still sends is read as raw
 * bytes and dropped, until the client closes its half, has sent too much, or time is up.
 * <p>
 * One thread does that for all connections, without blocking: no worker and no parser of
 * Tomcat reads the unwanted bytes. Thread-safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
final class LingeringClose implements Runnable, AutoCloseable {

	/** How long a client has for its last bytes and its own close. */
	static final Duration TIMEOUT = Duration.ofSeconds(5);

	/** How much it may send in that time. */
	static final long MAX_BYTES = 8 << 20;

	/**
	 * How many connections can be closed in this way at a time; others are closed at
	 * once.
	 */
	static final int MAX_CONNECTIONS = 1024;

	private static final long TICK_MILLIS = 250;

	private static final Log logger = LogFactory.getLog(LingeringClose.class);

	private final Selector selector;

	private final Queue<SocketChannel> arrivals = new ConcurrentLinkedQueue<>();

	private final AtomicInteger count = new AtomicInteger();

	private final ByteBuffer dropped = ByteBuffer.allocateDirect(1 << 16);

	private volatile boolean closed;

	private LingeringClose(Selector selector) {
		this.selector = selector;
	}

	/** Starts the thread. */
	static LingeringClose start(String name) throws IOException {
		LingeringClose lingering = new LingeringClose(Selector.open());
		Thread thread = new Thread(lingering, name);
		thread.setDaemon(true);
		thread.start();
		return lingering;
	}

	/**
	 * Takes a connection over, if there is room, and closes the server's half.
	 * @return false if the caller has to close it
	 */
	boolean take(SocketChannel connection) {
		if (this.closed || this.count.get() >= MAX_CONNECTIONS) {
			return false;
		}
		try {
			connection.shutdownOutput();
		}
		catch (IOException ex) {
			// the client has closed it already
			return false;
		}
		this.count.incrementAndGet();
		this.arrivals.add(connection);
		this.selector.wakeup();
		return true;
	}

	/** How many connections are being closed. */
	int size() {
		return this.count.get();
	}

	@Override
	public void run() {
		try {
			while (!this.closed) {
				this.selector.select((this.count.get() > 0) ? TICK_MILLIS : 0);
				register();
				this.selector.selectedKeys().forEach(this::drop);
				this.selector.selectedKeys().clear();
				expire();
			}
		}
		catch (IOException ex) {
			logger.warn("Connections are closed without waiting for their clients from now on", ex);
		}
		finally {
			this.closed = true;
			end();
		}
	}

	private void register() {
		for (SocketChannel connection = this.arrivals.poll(); connection != null; connection = this.arrivals.poll()) {
			try {
				connection.register(this.selector, SelectionKey.OP_READ, new Remainder());
			}
			catch (IOException ex) {
				close(connection);
			}
		}
	}

	private void drop(SelectionKey key) {
		SocketChannel connection = (SocketChannel) key.channel();
		Remainder remainder = (Remainder) key.attachment();
		try {
			this.dropped.clear();
			int read = connection.read(this.dropped);
			remainder.bytes -= read;
			if (read < 0 || remainder.bytes < 0) {
				close(connection);
			}
		}
		catch (IOException ex) {
			close(connection);
		}
	}

	private void expire() {
		long now = System.nanoTime();
		for (SelectionKey key : new ArrayList<>(this.selector.keys())) {
			if (key.isValid() && now - ((Remainder) key.attachment()).deadline >= 0) {
				close((SocketChannel) key.channel());
			}
		}
	}

	private void end() {
		try {
			register();
			new ArrayList<>(this.selector.keys()).forEach((key) -> close((SocketChannel) key.channel()));
			this.selector.close();
		}
		catch (IOException ex) {
			logger.debug("The selector can't be closed", ex);
		}
	}

	private void close(SocketChannel connection) {
		this.count.decrementAndGet();
		try {
			connection.close();
		}
		catch (IOException ex) {
			logger.debug("The connection can't be closed", ex);
		}
	}

	/** Closes all connections at once, and takes no more. */
	@Override
	public void close() {
		this.closed = true;
		this.selector.wakeup();
	}

	/** The bytes and the time that one client has left. */
	private static final class Remainder {

		private final long deadline = System.nanoTime() + TIMEOUT.toNanos();

		private long bytes = MAX_BYTES;

	}

}
