package dev.headway.deploy;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * Clients that request some pages in turn, each the next one as soon as it has its
 * answer. Closing waits until each has its last answer.
 */
final class Load implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final HttpClient client = HttpClient.newBuilder().version(Version.HTTP_1_1).build();

	private final List<HttpRequest> requests;

	private final List<CompletableFuture<Void>> clients;

	private final AtomicLong answered = new AtomicLong();

	private volatile boolean closed;

	Load(int clients, URI address, String... paths) {
		this.requests = Stream.of(paths)
			.map((path) -> HttpRequest.newBuilder(address.resolve(path)).timeout(TIMEOUT).build())
			.toList();
		this.clients = Stream.generate(() -> new CompletableFuture<Void>()).limit(clients).toList();
		this.clients.forEach((done) -> ask(0, done));
	}

	private void ask(int turn, CompletableFuture<Void> done) {
		HttpRequest request = this.requests.get(turn % this.requests.size());
		this.client.sendAsync(request, BodyHandlers.discarding()).whenComplete((response, failure) -> {
			if (failure != null) {
				done.completeExceptionally(failure);
				return;
			}
			this.answered.incrementAndGet();
			if (this.closed) {
				done.complete(null);
			}
			else {
				ask(turn + 1, done);
			}
		});
	}

	/** How many requests were answered so far. */
	long answered() {
		return this.answered.get();
	}

	@Override
	public void close() {
		this.closed = true;
		// fails if a client has failed
		this.clients.forEach(CompletableFuture::join);
	}

}
