package dev.headway.testing;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * A server's metrics at one moment, in Prometheus's format.
 *
 * @param text the whole text
 */
public record Metrics(String text) {

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/** Asks a server for its metrics. */
	public static Metrics of(PackagedServer server) throws IOException, InterruptedException {
		return of(server.metrics());
	}

	/** Requests the metrics at an address. */
	public static Metrics of(URI address) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(30)).build();
		return new Metrics(CLIENT.send(request, BodyHandlers.ofString()).body());
	}

	/** Adds up all series whose name and labels begin with this text. */
	public double sum(String start) {
		return this.text.lines()
			.filter((line) -> line.startsWith(start) && " {,".indexOf(line.charAt(start.length())) >= 0)
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
			.sum();
	}

}
