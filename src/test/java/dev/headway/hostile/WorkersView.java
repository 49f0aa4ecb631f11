package dev.headway.hostile;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.headway.testing.PackagedServer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/** The server's figures of its workers and its memory. */
final class WorkersView {

	private static final Pattern HEAP = Pattern.compile("jvm_memory_used_bytes\\{area=\"heap\",.*} (\\S+)");

	private final HttpClient client = HttpClient.newHttpClient();

	private final PackagedServer server;

	WorkersView(PackagedServer server) {
		this.server = server;
	}

	/** How many workers run a job, without the one that answers this request. */
	int busy() throws Exception {
		return workers().path("busy").asInt();
	}

	/** The time that all workers together have spent in jobs so far. */
	double busySeconds() throws Exception {
		return workers().path("workers")
			.valueStream()
			.mapToDouble((worker) -> worker.path("busySeconds").asDouble())
			.sum();
	}

	/** Requests finished so far. */
	long requests() throws Exception {
		return workers().path("workers").valueStream().mapToLong((worker) -> worker.path("requests").asLong()).sum();
	}

	/** How long the request that has held its worker longest has done so. */
	Duration longestHeld() throws Exception {
		double seconds = workers().path("workers")
			.valueStream()
			.mapToDouble((worker) -> worker.path("current").path("seconds").asDouble(0))
			.max()
			.orElse(0);
		return Duration.ofNanos((long) (seconds * 1e9));
	}

	private JsonNode workers() throws Exception {
		return JsonMapper.shared().readTree(get("workers", "application/json"));
	}

	long heapBytes() throws Exception {
		Matcher matcher = HEAP.matcher(get("prometheus", "text/plain"));
		return (long) matcher.results().mapToDouble((result) -> Double.parseDouble(result.group(1))).sum();
	}

	private String get(String endpoint, String accept) throws Exception {
		HttpRequest request = HttpRequest.newBuilder(this.server.metrics().resolve(endpoint))
			.header("Accept", accept)
			.timeout(Duration.ofSeconds(10))
			.build();
		var response = this.client.send(request, BodyHandlers.ofString());
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return response.body();
	}

}
