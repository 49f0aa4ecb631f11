package dev.headway.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Phaser;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Requests some pages ten times a second each, without waiting for earlier answers, and
 * records the times.
 */
public final class SteadyClient implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final List<HttpRequest> requests;

	private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor();

	private final Phaser pending = new Phaser(1);

	private final Queue<Long> nanos = new ConcurrentLinkedQueue<>();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private SteadyClient(URI server, String... paths) {
		this.requests = Stream.of(paths)
			.map((path) -> HttpRequest.newBuilder(server.resolve(path)).timeout(TIMEOUT).build())
			.toList();
	}

	/**
	 * Starts after a first answer of each page. That isn't measured, because it takes
	 * longer on both sides.
	 */
	public static SteadyClient ask(URI server, String... paths) throws IOException, InterruptedException {
		SteadyClient steady = new SteadyClient(server, paths);
		for (HttpRequest request : steady.requests) {
			steady.client.send(request, BodyHandlers.discarding());
		}
		steady.clock.scheduleAtFixedRate(() -> steady.requests.forEach(steady::send), 0, 100, TimeUnit.MILLISECONDS);
		return steady;
	}

	private void send(HttpRequest request) {
		this.pending.register();
		long start = System.nanoTime();
		this.client.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, failure) -> {
			this.nanos.add(System.nanoTime() - start);
			if (failure != null || !isExpected(response)) {
				this.failures.add(request.uri() + ": " + ((failure != null) ? failure : response.statusCode()));
			}
			this.pending.arriveAndDeregister();
		});
	}

	private static boolean isExpected(HttpResponse<Void> response) {
		return response.statusCode() == (response.uri().getPath().endsWith("/nope") ? 404 : 200);
	}

	/** How many requests were answered. */
	public int answered() {
		return this.nanos.size() - this.failures.size();
	}

	/** Descriptions of the requests that were answered wrongly or not at all. */
	public List<String> failures() {
		return List.copyOf(this.failures);
	}

	/** How long the slowest took. */
	public Duration slowest() {
		return percentile(100);
	}

	private Duration percentile(int percent) {
		List<Long> sorted = this.nanos.stream().sorted().toList();
		return Duration.ofNanos(sorted.get((sorted.size() - 1) * percent / 100));
	}

	/**
	 * Sends no more requests and waits for the remaining answers. Closing again has no
	 * effect.
	 */
	@Override
	public void close() throws InterruptedException {
		this.clock.shutdown();
		this.clock.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS);
		if (!this.pending.isTerminated()) {
			this.pending.awaitAdvance(this.pending.arriveAndDeregister());
		}
	}

	@Override
	public String toString() {
		return "%d answered, %d failed, median %d ms, 99 %% within %d ms, slowest %d ms".formatted(answered(),
				this.failures.size(), percentile(50).toMillis(), percentile(99).toMillis(), slowest().toMillis());
	}

}
