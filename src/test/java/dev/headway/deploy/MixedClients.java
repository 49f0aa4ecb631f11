package dev.headway.deploy;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

import dev.headway.testing.Answer;
import dev.headway.testing.RawConnection;

/**
 * Clients that request {@code /} and {@code /sleep} and send a POST in turn, half of them
 * on connections that they keep, half on a new one each time. They repeat nothing, so
 * each request without an answer is noticed. Closing waits until each has its last
 * answer.
 */
final class MixedClients implements AutoCloseable {

	private static final long PAUSE_NANOS = 10_000_000;

	private static final String BODY = "x".repeat(1000);

	private final URI server;

	private final AtomicLong answered = new AtomicLong();

	private final Queue<String> lost = new ConcurrentLinkedQueue<>();

	private final CountDownLatch loss = new CountDownLatch(1);

	private final List<Thread> threads;

	private volatile boolean closed;

	MixedClients(URI server, int clients) {
		this.server = server;
		this.threads = IntStream.range(0, clients)
			.mapToObj((number) -> new Thread(() -> run(number % 2 == 0), "client-" + number))
			.toList();
		this.threads.forEach(Thread::start);
	}

	private void run(boolean keepsConnection) {
		int turn = 0;
		while (!this.closed) {
			try (RawConnection connection = RawConnection.open(this.server)) {
				boolean again;
				do {
					again = ask(connection, turn++) && keepsConnection && !this.closed;
					LockSupport.parkNanos(PAUSE_NANOS);
				}
				while (again);
			}
			catch (IOException ex) {
				lose(ex.toString());
			}
		}
	}

	/** Sends one request, and returns whether the connection can be used again. */
	private boolean ask(RawConnection connection, int turn) throws IOException {
		int expected = 200;
		switch (turn % 4) {
			case 0 -> connection.send("/sleep");
			case 1, 3 -> connection.send("/");
			default -> {
				connection.post("/", BODY);
				// the site has no POST
				expected = 404;
			}
		}
		Optional<Answer> answer = connection.read();
		if (answer.isEmpty()) {
			lose("request %d: closed without an answer".formatted(turn));
			return false;
		}
		if (answer.get().status() != expected) {
			lose("request %d: %d instead of %d".formatted(turn, answer.get().status(), expected));
		}
		else {
			this.answered.incrementAndGet();
		}
		return !answer.get().isLast();
	}

	private void lose(String what) {
		this.lost.add(what);
		this.loss.countDown();
	}

	long answered() {
		return this.answered.get();
	}

	/** Descriptions of the requests that weren't answered as expected. */
	List<String> lost() {
		return List.copyOf(this.lost);
	}

	/** Waits until a request is lost, at most for the given time. */
	void awaitLoss(Duration atMost) throws InterruptedException {
		this.loss.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() throws InterruptedException {
		this.closed = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Override
	public String toString() {
		return "%d answered, %d lost".formatted(answered(), this.lost.size());
	}

}
