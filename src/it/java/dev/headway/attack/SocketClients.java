package dev.headway.attack;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import static dev.headway.attack.Attackers.PATIENCE;

/** WebSocket clients that send one message after the other. */
final class SocketClients implements WebSocket.Listener {

	private static final int SWITCHING_PROTOCOLS = 101;

	private volatile CompletableFuture<CharSequence> reply = new CompletableFuture<>();

	private SocketClients() {
	}

	/** Sends messages until the time is over; each takes the server the given time. */
	static void talk(Attackers attackers, Duration each, Duration time) throws IOException, InterruptedException {
		ServerAddress server = attackers.server();
		URI address = URI.create((server.isSecure() ? "wss://" : "ws://") + server.uri().getAuthority() + "/socket");
		long end = System.nanoTime() + time.toNanos();
		SocketClients client = new SocketClients();
		try {
			attackers.tally().sent();
			WebSocket socket = server.client(HttpClient.Version.HTTP_1_1)
				.newWebSocketBuilder()
				.buildAsync(address, client)
				.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
			attackers.tally().answered();
			while (System.nanoTime() < end) {
				client.reply = new CompletableFuture<>();
				socket.sendText(Long.toString(each.toMillis()), true);
				client.reply.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
				attackers.tally().messageAnswered();
			}
			socket.abort();
		}
		catch (ExecutionException ex) {
			if (!(ex.getCause() instanceof WebSocketHandshakeException refusal)) {
				throw new IOException(ex);
			}
			attackers.tally().count(refusal.getResponse(), SWITCHING_PROTOCOLS);
		}
		catch (TimeoutException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
		this.reply.complete(data);
		socket.request(1);
		return null;
	}

	@Override
	public void onError(WebSocket socket, Throwable error) {
		this.reply.completeExceptionally(error);
	}

}
