package dev.headway.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.LongTest;
import org.apache.coyote.ContinueResponseTiming;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static dev.headway.tomcat.BodyText.NEXT;
import static dev.headway.tomcat.BodyText.TRAILERS;
import static dev.headway.tomcat.BodyText.content;
import static dev.headway.tomcat.BodyText.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies beyond the 64 KB that the server waits for, which the application doesn't read
 * to their end. On a real port, with four workers, over HTTP/1.1.
 */
@LongTest
@Timeout(60)
class BegunBodyTests {

	/** Longer than the part that the server waits for. */
	private static final int BEGUN = 65_600;

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "/unread, 66560", "/unread, 100000", "/unread, 1900000", "/first, 100000", "/exactly/70000, 100000",
			"/async, 100000" })
	void restIsDroppedWithoutAWorkerAndTheConnectionIsKept(String path, int size) throws Exception {
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			for (String framing : List.of("Content-Length: " + size, "Transfer-Encoding: chunked")) {
				String content = content(framing, size);
				int answeredAt = path.equals("/exactly/70000") ? 70_020 : BEGUN;
				for (int split : new int[] { Math.min(answeredAt, size), (answeredAt + size) / 2, content.length() - 1,
						content.length() }) {
					client.send(head(path, framing) + content.substring(0, split));
					assertKept(client);
					await().until(() -> server.busyWorkers() == 0);
					client.send(content.substring(split) + NEXT);
					assertKept(client);
				}
			}
			await().until(() -> server.budgetTaken() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void restMayDripInAndTheNextRequestWithIt(boolean chunked) throws Exception {
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000";
		String content = content(framing, 100_000);
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head("/unread", framing) + content.substring(0, BEGUN));
			assertKept(client);
			int end = content.length() - 40;
			for (int sent = BEGUN; sent < end; sent += 1000) {
				client.send(content.substring(sent, Math.min(end, sent + 1000)));
				await().until(() -> server.busyWorkers() == 0);
			}
			for (char octet : (content.substring(end) + NEXT).toCharArray()) {
				client.send(String.valueOf(octet));
			}
			assertKept(client);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void smallBodyThatIsNotWaitedForIsDropped(boolean chunked) throws Exception {
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 5";
		String content = content(framing, 5);
		try (BodyServer server = BodyServer.start(this.directory, DataSize.ofBytes(0));
				BodyClient client = server.connect()) {
			for (int split = 0; split <= content.length(); split++) {
				client.send(head("/unread", framing) + content.substring(0, split));
				assertKept(client);
				client.send(content.substring(split) + NEXT);
				assertKept(client);
			}
		}
	}

	@Test
	void bodyThatIsTooLongEndsTheConnection() throws Exception {
		int size = (2 << 20) + BEGUN;
		try (BodyServer server = BodyServer.start(this.directory)) {
			try (BodyClient client = server.connect()) {
				client.send(head("/unread", "Content-Length: " + size) + "x".repeat(BEGUN));
				assertThat(client.read().isLast()).isTrue();
				assertThat(client.send("x".repeat(size - BEGUN) + NEXT).isClosed()).isTrue();
			}
			try (BodyClient client = server.connect()) {
				String framing = "Transfer-Encoding: chunked";
				String content = content(framing, size);
				client.send(head("/unread", framing) + content.substring(0, BEGUN));
				assertKept(client);
				assertThat(client.send(content.substring(BEGUN) + NEXT).isClosed()).isTrue();
			}
			await().until(() -> server.busyWorkers() == 0 && server.budgetTaken() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 100000", "Transfer-Encoding: chunked" })
	void bodiesThatStopHoldNoWorkerAndTheirConnectionsEndInTime(String framing) throws Exception {
		List<BodyClient> clients = new ArrayList<>();
		String content = content(framing, 100_000);
		try (BodyServer server = BodyServer.start(this.directory, Duration.ofMillis(500), (protocol) -> {
		})) {
			for (int i = 0; i < 12; i++) {
				int sent = (i < 6) ? BEGUN + i : content.length() - i;
				clients.add(server.connect().send(head("/unread", framing) + content.substring(0, sent)));
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
			await().until(() -> server.busyWorkers() == 0 && server.budgetTaken() == 0);
		}
	}

	@Test
	void dripsDoNotPutTheDeadlineOff() throws Exception {
		try (BodyServer server = BodyServer.start(this.directory, Duration.ofMillis(500), (protocol) -> {
		}); BodyClient client = server.connect()) {
			client.send(head("/unread", "Content-Length: 100000") + "x".repeat(BEGUN));
			assertKept(client);
			await().pollInterval(Duration.ofMillis(100)).atMost(Duration.ofSeconds(5)).until(() -> {
				try {
					client.send("x");
					return false;
				}
				catch (IOException ex) {
					return true;
				}
			});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n", "3\nabc", "3\r\nabcd", "0\r\nno colon\r\n", "ffffffffff" })
	void malformedChunksEndTheConnectionAndNothingAfterThemIsServed(String chunks) throws Exception {
		String first = "11170\r\n" + "x".repeat(70_000) + "\r\n";
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head("/unread", "Transfer-Encoding: chunked") + first);
			assertKept(client);
			assertThat(client.send(chunks + TRAILERS + NEXT).isClosed()).isTrue();
			await().until(() -> server.busyWorkers() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5", "Transfer-Encoding: chunked" })
	void clientThatWaitsToBeAskedIsNotAsked(String framing) throws Exception {
		try (BodyServer server = BodyServer.start(this.directory, DataSize.ofBytes(0));
				BodyClient client = server.connect()) {
			client.send(head("/unread", framing + "\r\nExpect: 100-continue"));
			assertThat(client.read().isLast()).isTrue();
			assertThat(client.isClosed()).isTrue();
		}
	}

	@ParameterizedTest
	@CsvSource({ "/unread, false", "/unread, true", "/unwanted, false", "/unwanted, true" })
	void clientThatIsAskedAtOnceKeepsItsConnection(String path, boolean chunked) throws Exception {
		String framing = chunked ? "Transfer-Encoding: chunked" : "Content-Length: 100000";
		try (BodyServer server = BodyServer.start(this.directory,
				(protocol) -> protocol.setContinueResponseTiming(ContinueResponseTiming.IMMEDIATELY.toString()));
				BodyClient client = server.connect()) {
			client.send(head(path, framing + "\r\nExpect: 100-continue"));
			assertThat(client.read().status()).isEqualTo(100);
			client.send(content(framing, 100_000) + NEXT);
			assertKept(client);
			assertKept(client);
		}
	}

	/**
	 * The application doesn't want the second body, so the server waits for none of it.
	 */
	@ParameterizedTest
	@CsvSource({ "/unread, 100000, " + BEGUN, "/unwanted, 5, 2" })
	void connectionsOfBodiesThatStopMakeRoomForOthers(String path, int length, int sent) throws Exception {
		List<BodyClient> clients = new ArrayList<>();
		try (BodyServer server = BodyServer.start(this.directory, (protocol) -> protocol.setMaxConnections(10))) {
			for (int i = 0; i < 10; i++) {
				BodyClient client = server.connect().send(head(path, "Content-Length: " + length) + "x".repeat(sent));
				clients.add(client);
				assertKept(client);
			}
			try (BodyClient other = server.connect()) {
				assertKept(other.send(NEXT));
			}
			for (BodyClient client : clients) {
				client.close();
			}
		}
	}

	@Test
	void clientThatLeavesInTheMiddleTakesNothingWithIt() throws Exception {
		try (BodyServer server = BodyServer.start(this.directory)) {
			for (int i = 0; i < 20; i++) {
				BodyClient leaving = server.connect()
					.send(head("/unread", "Content-Length: 100000") + "x".repeat(BEGUN));
				assertKept(leaving);
				if (i % 2 == 0) {
					leaving.reset();
				}
				else {
					leaving.close();
				}
				try (BodyClient next = server.connect()) {
					assertThat(next.send(head("/stream", "Content-Length: 4") + "body").read().body())
						.isEqualTo("body");
				}
			}
			await().until(() -> server.busyWorkers() == 0 && server.budgetTaken() == 0);
		}
	}

	private static void assertKept(BodyClient client) throws Exception {
		BodyClient.Response response = client.read();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.isLast()).isFalse();
	}

}
