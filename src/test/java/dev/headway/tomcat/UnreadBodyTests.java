package dev.headway.tomcat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.LongTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.tomcat.BodyText.NEXT;
import static dev.headway.tomcat.BodyText.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies that the application doesn't read. On a real port, with four workers, over
 * HTTP/1.1.
 */
@LongTest
@Timeout(60)
class UnreadBodyTests {

	/** Of a body in a single chunk. */
	private static final String END = "\r\n0\r\n\r\n";

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "/unwanted, 5, false", "/unwanted, 5, true", "/unwanted, 100000, false", "/unwanted, 100000, true",
			"/unwanted/async, 100000, false", "/unwanted/async, 100000, true" })
	void responseComesAtOnceAndTheConnectionIsKeptForTheNextRequest(String path, int size, boolean chunked)
			throws Exception {
		String head = head(path, chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + size);
		String body = chunked ? Integer.toHexString(size) + "\r\n" + "x".repeat(size) + END : "x".repeat(size);
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			for (int split : new int[] { 0, 1, 3, body.length() / 2, body.length() - 1, body.length() }) {
				client.send(head + body.substring(0, split));
				assertKept(client);
				await().until(() -> server.busyWorkers() == 0);
				client.send(body.substring(split) + NEXT);
				assertKept(client);
			}
			// one byte at a time
			client.send(head);
			for (char octet : body.substring(0, 4).toCharArray()) {
				client.send(String.valueOf(octet));
			}
			client.send(body.substring(4) + NEXT + NEXT.substring(0, 9));
			assertKept(client);
			assertKept(client);
			client.send(NEXT.substring(9));
			assertKept(client);
			assertThat(server.budgetTaken()).isZero();
		}
	}

	private static void assertKept(BodyClient client) throws Exception {
		BodyClient.Response response = client.read();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo("unread");
		assertThat(response.isLast()).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5", "Transfer-Encoding: chunked" })
	void clientThatWaitsToBeAskedIsNotAsked(String framing) throws Exception {
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head("/unwanted", framing + "\r\nExpect: 100-continue"));
			assertThat(client.read().isLast()).isTrue();
			assertThat(client.isClosed()).isTrue();
		}
	}

	@Test
	void bodyThatIsTooLongEndsTheConnection() throws Exception {
		try (BodyServer server = BodyServer.start(this.directory, (protocol) -> protocol.setMaxSwallowSize(100_000))) {
			try (BodyClient client = server.connect()) {
				client.send(head("/unwanted", "Content-Length: 100001"));
				assertThat(client.read().isLast()).isTrue();
				assertThat(client.send("x".repeat(100_001) + NEXT).isClosed()).isTrue();
			}
			try (BodyClient client = server.connect()) {
				client.send(head("/unwanted", "Transfer-Encoding: chunked"));
				assertKept(client);
				for (int chunk = 0; chunk < 5; chunk++) {
					client.send("4e20\r\n" + "x".repeat(20_000) + "\r\n");
				}
				assertThat(client.send("0\r\n\r\n" + NEXT).isClosed()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n", "3\nabc", "3\r\nabcd", "0\r\nno colon\r\n", "ffffffffff", "1;\r\n" })
	void malformedChunksEndTheConnectionAndNothingAfterThemIsServed(String chunks) throws Exception {
		String head = head("/unwanted", "Transfer-Encoding: chunked");
		try (BodyServer server = BodyServer.start(this.directory)) {
			try (BodyClient client = server.connect()) {
				client.send(head + chunks + END + NEXT);
				assertThat(client.read().isLast()).isTrue();
				assertThat(client.isClosed()).isTrue();
			}
			try (BodyClient client = server.connect()) {
				client.send(head);
				assertKept(client);
				client.send(chunks + END + NEXT);
				assertThat(client.isClosed()).isTrue();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\nbo", "Transfer-Encoding: chunked\r\n\r\n",
			"Transfer-Encoding: chunked\r\n\r\n1", "Transfer-Encoding: chunked\r\n\r\n5;a",
			"Transfer-Encoding: chunked\r\n\r\n5\r\nab", "Transfer-Encoding: chunked\r\n\r\n0\r\nA" })
	void bodiesThatStopHoldNoWorkerAndTheirConnectionsEndInTime(String rest) throws Exception {
		List<BodyClient> clients = new ArrayList<>();
		try (BodyServer server = BodyServer.start(this.directory, Duration.ofMillis(500), (protocol) -> {
		})) {
			for (int i = 0; i < 12; i++) {
				clients.add(server.connect().send("POST /unwanted HTTP/1.1\r\nHost: a\r\n" + rest));
			}
			for (BodyClient client : clients) {
				assertKept(client);
			}
			await().until(() -> server.busyWorkers() == 0);
			try (BodyClient quick = server.connect()) {
				assertKept(quick.send(NEXT));
			}
			for (BodyClient client : clients) {
				assertThat(client.isClosed()).isTrue();
				client.close();
			}
			await().until(() -> server.busyWorkers() == 0);
		}
	}

	@Test
	void clientThatLeavesInTheMiddleTakesNothingWithIt() throws Exception {
		try (BodyServer server = BodyServer.start(this.directory)) {
			for (int i = 0; i < 20; i++) {
				BodyClient leaving = server.connect().send(head("/unwanted", "Content-Length: 5") + "bo");
				assertKept(leaving);
				leaving.reset();
				try (BodyClient next = server.connect()) {
					next.send(head("/unwanted", "Content-Length: 4"));
					assertKept(next);
					assertKept(next.send("body" + NEXT));
					assertThat(next.send(head("/stream", "Content-Length: 4") + "body").read().body())
						.isEqualTo("body");
				}
			}
			await().until(() -> server.busyWorkers() == 0);
		}
	}

	/** The bytes of a body don't count as the beginning of a head. */
	@ParameterizedTest
	@ValueSource(strings = { "/unwanted", "/stream" })
	void connectionMayBeIdleBehindABody(String path) throws Exception {
		try (BodyServer server = BodyServer.start(this.directory,
				(protocol) -> new ClientTimeouts(Duration.ofMillis(300), null).limit(protocol));
				BodyClient client = server.connect()) {
			client.send(head(path, "Content-Length: 6") + "unr");
			await().until(() -> server.busyWorkers() == 0);
			client.send("ead");
			assertKept(client);
			await().during(Duration.ofSeconds(1)).until(() -> server.busyWorkers() == 0);
			assertKept(client.send(NEXT));
		}
	}

}
