package dev.headway.hostile;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * Many connections that all do the same, in rounds, from one thread. In each round each
 * connection sends its next piece and reads its input, unless it is one that doesn't
 * read. None waits for another, not even for its connect.
 */
final class HostileClients implements AutoCloseable {

	private final List<Client> clients;

	private final Thread thread;

	private final long start = System.nanoTime();

	private volatile boolean stopped;

	private HostileClients(List<Client> clients, Duration pace, IntFunction<String> pieces) {
		this.clients = clients;
		this.thread = new Thread(() -> run(pace, pieces), "hostile-clients");
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/**
	 * Opens connections and begins.
	 * @param pace the time between rounds
	 * @param pieces the text to send, by the number of the round; may be empty
	 */
	static HostileClients open(int port, int count, Duration pace, IntFunction<String> pieces) {
		return new HostileClients(clients(port, count, true), pace, pieces);
	}

	/**
	 * Opens connections that send one thing, have small receive buffers and never read.
	 */
	static HostileClients openUnreading(int port, int count, String requests) {
		return new HostileClients(clients(port, count, false), Duration.ofMillis(50),
				(round) -> (round == 0) ? requests : "");
	}

	private static List<Client> clients(int port, int count, boolean reading) {
		SocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
		return IntStream.range(0, count).mapToObj((number) -> new Client(address, reading)).toList();
	}

	private void run(Duration pace, IntFunction<String> pieces) {
		for (int round = 0; !this.stopped; round++) {
			for (Client client : this.clients) {
				client.step(pieces, System.nanoTime() - this.start);
			}
			LockSupport.parkNanos(this.start + (round + 1) * pace.toNanos() - System.nanoTime());
		}
	}

	int connected() {
		return (int) this.clients.stream().filter((client) -> client.connected).count();
	}

	/** How many have received the beginning of this answer. */
	int answered(String beginning) {
		return (int) this.clients.stream().filter((client) -> client.received.startsWith(beginning)).count();
	}

	/** How many connections the server has ended. */
	int ended() {
		return (int) this.clients.stream().filter((client) -> client.ended).count();
	}

	/** When the first connection ended, since the beginning. */
	Duration firstEnd() {
		return Duration.ofNanos(this.clients.stream().mapToLong((client) -> client.endNanos).min().orElseThrow());
	}

	/** When the last connection ended, since the beginning. */
	Duration lastEnd() {
		return Duration.ofNanos(this.clients.stream().mapToLong((client) -> client.endNanos).max().orElseThrow());
	}

	@Override
	public void close() throws Exception {
		this.stopped = true;
		LockSupport.unpark(this.thread);
		this.thread.join();
		for (Client client : this.clients) {
			client.close();
		}
	}

	private static final class Client {

		private static final int MAX_KEPT = 512;

		private static final int SMALL_BUFFER = 1024;

		private final ByteBuffer buffer = ByteBuffer.allocate(8192);

		private final SocketAddress address;

		private final boolean reading;

		private volatile boolean connected;

		private volatile boolean ended;

		private volatile long endNanos;

		private volatile String received = "";

		// Mutable state, of the one thread

		private @Nullable SocketChannel channel;

		private int piece;

		private ByteBuffer unsent = ByteBuffer.allocate(0);

		Client(SocketAddress address, boolean reading) {
			this.address = address;
			this.reading = reading;
		}

		void step(IntFunction<String> pieces, long nanos) {
			if (this.ended) {
				return;
			}
			try {
				SocketChannel present = open();
				if (present.finishConnect()) {
					this.connected = true;
					send(present, pieces);
					this.ended = this.reading && receive(present);
				}
			}
			catch (IOException ex) {
				// the server has closed it; earlier input is still to be read
				drain();
				this.ended = true;
			}
			this.endNanos = nanos;
		}

		private SocketChannel open() throws IOException {
			SocketChannel present = this.channel;
			if (present == null) {
				present = SocketChannel.open();
				this.channel = present;
				present.configureBlocking(false);
				present.setOption(StandardSocketOptions.TCP_NODELAY, true);
				if (!this.reading) {
					present.setOption(StandardSocketOptions.SO_RCVBUF, SMALL_BUFFER);
				}
				present.connect(this.address);
			}
			return present;
		}

		private void send(SocketChannel present, IntFunction<String> pieces) throws IOException {
			if (!this.unsent.hasRemaining()) {
				this.unsent = ByteBuffer.wrap(pieces.apply(this.piece++).getBytes(StandardCharsets.ISO_8859_1));
			}
			present.write(this.unsent);
		}

		private void drain() {
			try {
				while (this.reading && this.channel != null && !receive(this.channel) && this.buffer.position() > 0) {
					// more may have come
				}
			}
			catch (IOException ex) {
				// no more
			}
		}

		/** Reads, and returns whether the server has ended the connection. */
		private boolean receive(SocketChannel present) throws IOException {
			this.buffer.clear();
			int length = present.read(this.buffer);
			if (length > 0 && this.received.length() < MAX_KEPT) {
				this.received += new String(this.buffer.array(), 0, length, StandardCharsets.ISO_8859_1);
			}
			return length < 0;
		}

		void close() throws IOException {
			if (this.channel != null) {
				this.channel.close();
			}
		}

	}

}
