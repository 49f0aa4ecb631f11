package dev.headway.compat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * Each request is a WebSocket conversation: it sends the lines of the body, each after
 * the answer to the line before. The response's body is all messages until the server
 * closes it.
 */
final class WebSocketClient implements Client {

	private static final int PATIENCE_SECONDS = 30;

	private static final int SWITCHING_PROTOCOLS = 101;

	private final URI server;

	private final HttpClient client;

	/**
	 * Prepares connections.
	 * @param server the base of all paths
	 * @param trust trusts the server
	 */
	WebSocketClient(URI server, SSLContext trust) {
		this.server = URI.create(server.toString().replaceFirst("http", "ws"));
		this.client = HttpClient.newBuilder().sslContext(trust).build();
	}

	@Override
	public Response send(Request request) throws IOException {
		Conversation conversation = new Conversation(new String(request.body(), StandardCharsets.UTF_8).split("\n"));
		this.client.newWebSocketBuilder()
			.buildAsync(URI.create(this.server + request.path()), conversation)
			.whenComplete((socket, failure) -> conversation.failed(failure));
		try {
			String heard = conversation.end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
			return new Response(SWITCHING_PROTOCOLS, List.of(), heard.getBytes(StandardCharsets.UTF_8));
		}
		catch (ExecutionException | TimeoutException | InterruptedException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() {
		// the server has ended each conversation
	}

	/** Called by one thread at a time. */
	private static final class Conversation implements WebSocket.Listener {

		private final CompletableFuture<String> end = new CompletableFuture<>();

		private final StringBuilder heard = new StringBuilder();

		private final String[] lines;

		private int said;

		private Conversation(String[] lines) {
			this.lines = lines;
		}

		@Override
		public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
			this.heard.append(text);
			if (last) {
				this.heard.append('\n');
				socket.sendText(this.lines[this.said++], true);
			}
			socket.request(1);
			return null;
		}

		@Override
		public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
			this.end.complete(this.heard + "closed: " + status + " " + reason);
			return null;
		}

		@Override
		public void onError(WebSocket socket, Throwable failure) {
			failed(failure);
		}

		private void failed(@Nullable Throwable failure) {
			if (failure != null) {
				this.end.completeExceptionally(failure);
			}
		}

	}

}
