package dev.headway.attack;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * The clients of one attack. They share a tally, a clock and threads. All of them are
 * done when {@link #await} returns.
 */
final class Attackers implements AutoCloseable {

	/** How long the longest answer may take, on the slowest server. */
	static final Duration PATIENCE = Duration.ofSeconds(40);

	private final ServerAddress server;

	private final HttpClient client;

	private final HttpClient http2Client;

	private final Tally tally = new Tally();

	private final ExecutorService threads = Executors.newCachedThreadPool(Attackers::daemon);

	private final ScheduledExecutorService clock = Executors.newScheduledThreadPool(2, Attackers::daemon);

	// Mutable state, of the one thread that starts the attack

	private final List<Future<?>> running = new ArrayList<>();

	Attackers(ServerAddress server) {
		this.server = server;
		this.client = server.client(HttpClient.Version.HTTP_1_1);
		this.http2Client = server.client(HttpClient.Version.HTTP_2);
	}

	private static Thread daemon(Runnable task) {
		Thread thread = new Thread(task, "attacker");
		thread.setDaemon(true);
		return thread;
	}

	ServerAddress server() {
		return this.server;
	}

	Tally tally() {
		return this.tally;
	}

	/** Connects for HTTP/1.1. */
	RawClient connect() throws IOException {
		return new RawClient(this.server, this.tally);
	}

	/** Starts so many clients, each of which does something once. */
	void each(int clients, Task task) {
		for (int number = 0; number < clients; number++) {
			int client = number;
			in(Duration.ZERO, () -> task.run(client));
		}
	}

	/**
	 * Starts so many clients that request a page, each again as soon as it has its
	 * answer.
	 */
	void ask(int clients, String path, Duration time) {
		long end = System.nanoTime() + time.toNanos();
		each(clients, (client) -> {
			while (System.nanoTime() < end) {
				ask(path);
			}
		});
	}

	/** One client sends one request, some time from now. */
	void askIn(Duration delay, String path) {
		in(delay, () -> ask(path));
	}

	/** Sends requests at a steady pace, without waiting for answers. */
	void askSteadily(int perSecond, Duration time, IntFunction<String> path) {
		long total = perSecond * time.toMillis() / 1000;
		for (int number = 0; number < total; number++) {
			askIn(Duration.ofMillis(number * 1000L / perSecond), path.apply(number));
		}
	}

	/** Does something some time from now, on a thread of its own. */
	void in(Duration delay, Action action) {
		CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
		this.running.add(done);
		Runnable task = () -> {
			try {
				action.run();
			}
			catch (IOException | RuntimeException ex) {
				this.tally.lost(ex.toString());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			finally {
				done.complete(null);
			}
		};
		this.clock.schedule(() -> this.threads.execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
	}

	/** Sleeps: a client that is slow on purpose. */
	static void linger(Duration time) throws InterruptedException {
		TimeUnit.NANOSECONDS.sleep(time.toNanos());
	}

	private void ask(String path) throws InterruptedException {
		send(request(path), this.client, 200);
	}

	/** A request for a page, to be sent by {@link #send}. */
	HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(this.server.uri().resolve(path)).timeout(PATIENCE);
	}

	/** The JDK's clients; without TLS, an HTTP/2 client begins with an upgrade. */
	HttpClient client(HttpClient.Version version) {
		return (version == HttpClient.Version.HTTP_2) ? this.http2Client : this.client;
	}

	/**
	 * Sends a request and counts its answer, which has the given status or is a refusal.
	 */
	void send(HttpRequest.Builder request, HttpClient sender, int status) throws InterruptedException {
		try {
			this.tally.sent();
			HttpResponse<byte[]> response = sender.send(request.build(), BodyHandlers.ofByteArray());
			this.tally.count(response, status);
			if (response.uri().getPath().startsWith("/actuator/")) {
				this.tally.ofActuator();
			}
		}
		catch (IOException ex) {
			this.tally.lost(ex.toString());
		}
	}

	/** Sends a request whose client may leave when its own timeout is over. */
	void sendOrLeave(HttpRequest.Builder request, HttpClient sender) throws InterruptedException {
		try {
			this.tally.sent();
			this.tally.count(sender.send(request.build(), BodyHandlers.ofByteArray()), 200);
		}
		catch (HttpTimeoutException ex) {
			// it has left
		}
		catch (IOException ex) {
			this.tally.lost(ex.toString());
		}
	}

	/** Waits until all clients have their answers, or have given up. */
	void await() throws InterruptedException, ExecutionException, TimeoutException {
		for (Future<?> future : this.running) {
			future.get(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS);
		}
	}

	@Override
	public void close() {
		this.clock.shutdownNow();
		this.threads.shutdownNow();
	}

	/** What a client does. */
	interface Action {

		void run() throws IOException, InterruptedException;

	}

	/** What one of several clients does. */
	interface Task {

		void run(int client) throws IOException, InterruptedException;

	}

}
