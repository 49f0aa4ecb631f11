package dev.headway.tomcat;

import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.unit.DataSize;

import static dev.headway.tomcat.BodyText.NEXT;
import static dev.headway.tomcat.BodyText.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Bodies that are too large, too slow or too many to wait for. On a real port, with four
 * workers; the server waits for 64 KB of a body.
 */
@Timeout(60)
class BodyLimitsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	@TempDir
	private Path directory;

	@ParameterizedTest
	@CsvSource({ "/digest, true", "/digest, false", "/listener, true", "/listener, false" })
	void tenMegabytesArriveByteForByteAndTheConnectionIsKept(String path, boolean chunked) throws Exception {
		byte[] body = new byte[10 << 20];
		new Random(7).nextBytes(body);
		MessageDigest expected = BodyServer.sha256();
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head(path, chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length));
			for (int i = 0; i < body.length; i += 100_000) {
				int size = Math.min(100_000, body.length - i);
				expected.update(body, i, size);
				client.send(chunked ? Integer.toHexString(size) + "\r\n" : "");
				client.send(java.util.Arrays.copyOfRange(body, i, i + size));
				client.send(chunked ? "\r\n" : "");
			}
			BodyClient.Response response = client.send((chunked ? "0\r\n\r\n" : "") + NEXT).read();
			assertThat(response.body()).isEqualTo(BodyServer.hex(expected.digest()));
			assertThat(response.isLast()).isFalse();
			assertThat(client.read().body()).isEqualTo("unread");
			await().until(() -> server.budgetTaken() == 0);
		}
	}

	@Test
	void firstPartOfALargeBodyIsWaitedForWithoutAWorker() throws Exception {
		String body = "x".repeat(100_000);
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head("/digest", "Content-Length: 100000") + body.substring(0, 60_000));
			await().until(() -> server.waiting() == 1 && server.busyWorkers() == 0 && server.budgetTaken() > 0);
			client.send(body.substring(60_000, 70_000));
			await().until(() -> server.waiting() == 0 && server.busyWorkers() == 1);
			assertThat(client.send(body.substring(70_000)).read().body()).isEqualTo(BodyServer.digest(body));
		}
	}

	@Test
	void lastChunkThatTheApplicationLeavesIsDroppedIfItHasCome() throws Exception {
		String body = "x".repeat(70_000);
		try (BodyServer server = BodyServer.start(this.directory); BodyClient client = server.connect()) {
			client.send(head("/exactly/70000", "Transfer-Encoding: chunked") + "11170\r\n" + body + "\r\n0\r\n\r\n");
			assertThat(client.read().body()).isEqualTo("70000");
			assertThat(client.send(NEXT).read().body()).isEqualTo("unread");
		}
	}

	@Test
	void bodiesBeyondTheTotalAreReadByTheApplication() throws Exception {
		String body = "x".repeat(40_000);
		List<BodyClient> waiting = new ArrayList<>();
		try (BodyServer server = BodyServer.start(this.directory, LONG, DataSize.ofKilobytes(100))) {
			for (int i = 0; i < 2; i++) {
				waiting.add(server.connect().send(head("/digest", "Content-Length: 40000") + body.substring(1)));
			}
			await().until(() -> server.waiting() == 2 && server.busyWorkers() == 0);
			long taken = server.budgetTaken();
			assertThat(taken).isBetween(80_000L, 100L << 10);
			try (BodyClient beyond = server.connect()) {
				beyond.send(head("/digest", "Content-Length: 40000") + body.substring(1));
				await().until(() -> server.busyWorkers() == 1);
				assertThat(server.waiting()).isEqualTo(2);
				assertThat(server.budgetTaken()).isEqualTo(taken);
				assertThat(beyond.send("x").read().body()).isEqualTo(BodyServer.digest(body));
			}
			try (BodyClient small = server.connect()) {
				small.send(head("/stream", "Content-Length: 3") + "x");
				await().until(() -> server.waiting() == 3);
				assertThat(small.send(" y").read().body()).isEqualTo("x y");
			}
			for (BodyClient client : waiting) {
				assertThat(client.send("x").read().body()).isEqualTo(BodyServer.digest(body));
				client.close();
			}
			await().until(() -> server.budgetTaken() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 3", "Transfer-Encoding: chunked" })
	void withoutASizeTheApplicationReadsItself(String framing) throws Exception {
		String chunk = framing.startsWith("T") ? "3\r\n" : "";
		try (BodyServer server = BodyServer.start(this.directory, DataSize.ofBytes(0));
				BodyClient client = server.connect()) {
			client.send(head("/stream", framing + "\r\nExpect: 100-continue"));
			assertThat(client.read().status()).isEqualTo(100);
			client.send(chunk + "x");
			await().until(() -> server.busyWorkers() == 1 && server.waiting() == 0);
			client.send(" y" + (chunk.isEmpty() ? "" : "\r\n0\r\n\r\n") + NEXT);
			assertThat(client.read().body()).isEqualTo("x y");
			assertThat(client.read().body()).isEqualTo("unread");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\nbo", "Transfer-Encoding: chunked\r\n\r\n5\r\nab",
			"Content-Length: 30000\r\n\r\nbo", "Content-Length: 100000\r\n\r\nbo",
			"Transfer-Encoding: chunked\r\n\r\n5;a", "Content-Length: 5\r\nExpect: 100-continue\r\n\r\n" })
	void bodyThatTakesTooLongIsRefused(String rest) throws Exception {
		try (BodyServer server = BodyServer.start(this.directory, Duration.ofMillis(500), DataSize.ofMegabytes(1));
				BodyClient client = server.connect()) {
			client.send("POST /stream HTTP/1.1\r\nHost: a\r\n" + rest);
			BodyClient.Response response = client.read();
			if (response.status() == 100) {
				response = client.read();
			}
			assertThat(response.status()).isEqualTo(408);
			assertThat(response.isLast()).isTrue();
			assertThat(client.isClosed()).isTrue();
			await().until(() -> server.waiting() == 0 && server.busyWorkers() == 0 && server.budgetTaken() == 0);
		}
	}

	@Test
	void onlyTheDeadlineCountsAndNotTheTimeBetweenTwoReads() throws Exception {
		try (BodyServer server = BodyServer.start(this.directory, (protocol) -> protocol.setConnectionTimeout(500));
				BodyClient client = server.connect()) {
			client.send(head("/stream", "Content-Length: 3") + "x");
			await().during(Duration.ofMillis(1500)).until(() -> server.waiting() == 1);
			assertThat(client.send(" y").read().body()).isEqualTo("x y");
		}
	}

}
