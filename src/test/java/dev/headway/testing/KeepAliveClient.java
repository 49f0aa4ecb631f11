package dev.headway.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Clients that request {@code /} as fast as they are answered, on connections that they
 * keep as long as the server does, until the server accepts no more connections. They
 * distinguish a server that refuses a connection from one that accepts it and leaves a
 * request on it without an answer.
 */
public final class KeepAliveClient {

	private final URI server;

	private final AtomicLong answered = new AtomicLong();

	private final AtomicLong connected = new AtomicLong();

	private final AtomicLong refused = new AtomicLong();

	private final Queue<String> unanswered = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads;

	/** Starts so many clients, each with one connection at a time. */
	public KeepAliveClient(URI server, int clients) {
		this.server = server;
		this.threads = IntStream.range(0, clients)
			.mapToObj((number) -> new Thread(this::run, "client-" + number))
			.toList();
		this.threads.forEach(Thread::start);
	}

	private void run() {
		while (true) {
			try (RawConnection connection = RawConnection.open(this.server)) {
				this.connected.incrementAndGet();
				use(connection);
			}
			catch (ConnectException ex) {
				this.refused.incrementAndGet();
				return;
			}
			catch (IOException ex) {
				this.unanswered.add(ex.toString());
			}
		}
	}

	/** Sends requests until the server says that an answer was the last. */
	private void use(RawConnection connection) {
		int request = 1;
		try {
			while (true) {
				connection.send("/");
				Optional<Answer> answer = connection.read();
				if (answer.isEmpty()) {
					this.unanswered.add("request %d of a connection: closed without an answer".formatted(request));
					return;
				}
				this.answered.incrementAndGet();
				if (answer.get().isLast()) {
					return;
				}
				request++;
			}
		}
		catch (IOException ex) {
			this.unanswered.add("request %d of a connection: %s".formatted(request, ex));
		}
	}

	/** Waits until each client has been refused a connection. */
	public void awaitRefused() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	/** How many requests were answered so far. */
	public long answered() {
		return this.answered.get();
	}

	/** How many connections were made so far. */
	public long connected() {
		return this.connected.get();
	}

	/** How many clients gave up because their connection was refused. */
	public long refused() {
		return this.refused.get();
	}

	/** Descriptions of the requests that were sent and not answered. */
	public List<String> unanswered() {
		return List.copyOf(this.unanswered);
	}

}
