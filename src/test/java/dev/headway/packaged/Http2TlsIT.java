package dev.headway.packaged;

import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** HTTP/2 over TLS, agreed on during the handshake, with the JDK's client. */
@Timeout(120)
class Http2TlsIT {

	@Test
	void requestsThatTimeOutHoldUpNobody(@TempDir Path directory) throws Exception {
		try (TlsServer server = TlsServer.start(directory, "--server.http2.enabled=true", "--headway.sleep=5s")) {
			HttpClient client = HttpClient.newBuilder().sslContext(server.context()).build();
			HttpRequest page = HttpRequest.newBuilder(server.address()).build();
			assertThat(client.send(page, BodyHandlers.ofString()).version()).isEqualTo(Version.HTTP_2);
			HttpRequest sleep = HttpRequest.newBuilder(server.address().resolve("sleep"))
				.timeout(Duration.ofMillis(700))
				.build();
			List<CompletableFuture<HttpResponse<String>>> sleepers = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				sleepers.add(client.sendAsync(sleep, BodyHandlers.ofString()));
			}
			for (CompletableFuture<HttpResponse<String>> sleeper : sleepers) {
				assertThat(sleeper).failsWithin(Duration.ofSeconds(10))
					.withThrowableThat()
					.withCauseInstanceOf(HttpTimeoutException.class);
			}
			long start = System.nanoTime();
			assertThat(client.send(page, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
			assertThat(server.get("/")).as("on another connection").isEqualTo(200);
			assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
		}
	}

}
