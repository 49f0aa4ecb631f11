package dev.headway.compat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.headway.testing.Metrics;
import org.awaitility.core.ConditionTimeoutException;

import static org.awaitility.Awaitility.await;

/**
 * The slots of a server, which can be taken and released. A slot is taken as long as a
 * file exists.
 */
final class Slots implements AutoCloseable {

	/** As many as {@link dev.headway.foreign.Deployment#HEADWAY} has. */
	private static final int SIZE = 4;

	private static final Duration PATIENCE = Duration.ofSeconds(10);

	/** A request that isn't suspended is answered in much less time. */
	private static final Duration MOMENT = Duration.ofSeconds(5);

	private final HttpClient holders;

	private final ExecutorService sender = Executors.newSingleThreadExecutor();

	private final CompatServer server;

	// Mutable state, of the one thread that sends

	private int suspended;

	Slots(CompatServer server) {
		this.server = server;
		this.holders = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).sslContext(server.trust()).build();
	}

	/** How many requests have waited for a slot. */
	int suspended() {
		return this.suspended;
	}

	/** Sends a request while all slots are taken, and releases them when it waits. */
	Response sendSuspended(Client client, Request request) throws IOException, InterruptedException {
		Path hold = Files.createTempFile("hold", null);
		List<CompletableFuture<?>> taken = new ArrayList<>();
		try {
			take(hold, taken);
			CompletableFuture<Response> response = send(client, request);
			AtomicBoolean waits = new AtomicBoolean();
			awaitDecision(() -> waits(waits) || response.isDone());
			this.suspended += waits.get() ? 1 : 0;
			Files.deleteIfExists(hold);
			return response.join();
		}
		catch (CompletionException ex) {
			throw new IOException(ex.getCause());
		}
		finally {
			Files.deleteIfExists(hold);
			CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new)).join();
		}
	}

	/** Sends a request while all slots are taken, until it is answered. */
	Response sendWithoutSlot(Client client, Request request) throws IOException {
		Path hold = Files.createTempFile("hold", null);
		List<CompletableFuture<?>> taken = new ArrayList<>();
		try {
			take(hold, taken);
			return client.send(request);
		}
		finally {
			Files.deleteIfExists(hold);
			CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new)).join();
		}
	}

	/**
	 * A request that neither waits nor is answered has got stuck without needing a slot.
	 */
	private static void awaitDecision(Callable<Boolean> decided) {
		try {
			await().atMost(MOMENT).pollInterval(Duration.ofMillis(20)).until(decided);
		}
		catch (ConditionTimeoutException ex) {
			// counted as not suspended
		}
	}

	/** Whether there are as many slots as there should be. */
	boolean areComplete() throws IOException {
		Path hold = Files.createTempFile("hold", null);
		List<CompletableFuture<?>> taken = new ArrayList<>();
		try {
			take(hold, taken);
			return true;
		}
		catch (ConditionTimeoutException ex) {
			return false;
		}
		finally {
			Files.deleteIfExists(hold);
			CompletableFuture.allOf(taken.toArray(CompletableFuture<?>[]::new)).exceptionally((ex) -> null).join();
		}
	}

	private void take(Path hold, List<CompletableFuture<?>> taken) {
		HttpRequest request = HttpRequest.newBuilder(URI.create(this.server.address() + "/hold?file=" + hold))
			.timeout(PATIENCE)
			.build();
		for (int slot = 0; slot < SIZE; slot++) {
			taken.add(this.holders.sendAsync(request, BodyHandlers.discarding()));
		}
		// a request left in the room would be mistaken for the next one
		await().atMost(PATIENCE).until(() -> {
			Metrics metrics = metrics();
			return metrics.sum("headway_worker_busy") >= SIZE && metrics.sum("headway_waiting_size") == 0;
		});
	}

	private CompletableFuture<Response> send(Client client, Request request) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return client.send(request);
			}
			catch (IOException ex) {
				throw new CompletionException(ex);
			}
		}, this.sender);
	}

	private boolean waits(AtomicBoolean waits) throws IOException, InterruptedException {
		waits.compareAndSet(false, metrics().sum("headway_waiting_size") > 0);
		return waits.get();
	}

	private Metrics metrics() throws IOException, InterruptedException {
		return Metrics.of(this.server.actuator().resolve("prometheus"));
	}

	@Override
	public void close() {
		this.sender.shutdownNow();
	}

}
