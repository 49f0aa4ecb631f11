package dev.headway.testing;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/**
 * The JDK's client of a server on this machine, over HTTP/1.1. For any number of threads.
 */
public final class SiteClient {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	/** Begins a request, which is a GET unless that is changed. */
	public static HttpRequest.Builder request(int port, String path) {
		return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
	}

	public HttpResponse<String> get(int port, String path) {
		return send(request(port, path));
	}

	/** Sends a request and waits for the whole answer. */
	public HttpResponse<String> send(HttpRequest.Builder request) {
		return sendAsync(request).join();
	}

	/** Sends a request and doesn't wait for its answer. */
	public CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
		return this.client.sendAsync(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
	}

}
