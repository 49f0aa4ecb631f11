package dev.headway.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

import javax.net.ssl.SSLSocketFactory;

import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** On a real port, over TLS, whose records are read into buffers of other sizes. */
@Timeout(60)
class BodyOverTlsTests {

	private static final String HEAD = "POST %s HTTP/1.1\r\nHost: localhost\r\n%s\r\n\r\n";

	private static final String NEXT = "GET /next HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@AutoClose
	private static BodyServer server;

	private static SSLSocketFactory sockets;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		sockets = TlsServer.trusting(keys).getSocketFactory();
		server = BodyServer.start(directory, Duration.ofSeconds(20),
				(protocol) -> EmbeddedServer.secure(protocol, keys));
	}

	@ParameterizedTest
	@CsvSource({ "3, true", "3, false", "20000, true", "20000, false", "40000, true", "40000, false", "300000, true",
			"300000, false" })
	void bodyInTwoPartsIsReadAsEverAndTheConnectionKept(int size, boolean chunked) throws Exception {
		String body = "x".repeat(size);
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + size;
		String content = chunked ? BodyAdapterTests.chunked(body, 10_000) : body;
		try (BodyClient client = connect()) {
			for (String path : new String[] { "/digest", "/digest", "/listener" }) {
				client.send(HEAD.formatted(path, framing) + content.charAt(0));
				await().until(() -> server.waiting() == 1 && server.busyWorkers() == 0);
				client.send(content.substring(1) + NEXT);
				String read = client.read().body();
				assertThat(read).isEqualTo((path.equals("/listener") && size == 3) ? body : BodyServer.digest(body));
				assertThat(client.read().body()).isEqualTo("unread");
			}
		}
		await().until(() -> server.budgetTaken() == 0);
	}

	@ParameterizedTest
	@CsvSource({ "/unread, true", "/unread, false", "/unwanted, true", "/unwanted, false" })
	void bodyThatNobodyReadsIsDroppedAndTheConnectionKept(String path, boolean chunked) throws Exception {
		String body = "x".repeat(300_000);
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length();
		String content = chunked ? BodyAdapterTests.chunked(body, 10_000) : body;
		try (BodyClient client = connect()) {
			for (int split : new int[] { 70_000, 150_000, content.length() - 1, content.length() }) {
				client.send(HEAD.formatted(path, framing) + content.substring(0, split));
				assertThat(client.read().isLast()).isFalse();
				await().until(() -> server.busyWorkers() == 0);
				client.send(content.substring(split) + NEXT);
				assertThat(client.read().body()).isEqualTo("unread");
			}
		}
		await().until(() -> server.budgetTaken() == 0);
	}

	@Test
	void clientThatLeavesInTheMiddleTakesNothingWithIt() throws Exception {
		BodyClient client = connect();
		client.send(HEAD.formatted("/digest", "Content-Length: 40000") + "x".repeat(30_000));
		await().until(() -> server.waiting() == 1 && server.budgetTaken() > 0);
		client.close();
		await().until(() -> server.waiting() == 0 && server.budgetTaken() == 0 && server.busyWorkers() == 0);
	}

	private static BodyClient connect() throws IOException {
		return new BodyClient(sockets.createSocket("127.0.0.1", server.port()));
	}

}
