package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.testing.LongTest;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/** On a real port, with four workers, over HTTP/1.1. */
@LongTest
@Timeout(60)
class BodyAdapterTests {

	private static final String HEAD = "POST %s HTTP/1.1\r\nHost: a\r\n%s\r\n";

	private static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String MULTIPART = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\nx y\r\n--b--\r\n";

	/** More than Tomcat's own buffer takes. */
	private static final String LONG = "0123456789".repeat(2_000);

	@AutoClose
	private static BodyServer server;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		server = BodyServer.start(directory);
	}

	/** The ways in which a body can be read, and the results. */
	static Stream<Arguments> ways() {
		return Stream.of(arguments("/stream", "text/plain", "x y", "x y"),
				arguments("/bytes", "text/plain", "x y", "x y"),
				arguments("/reader", "text/plain;charset=utf-8", "x\ny", "x\ny"),
				arguments("/form", "application/x-www-form-urlencoded", "a=x&b=y", "x,y"),
				arguments("/multipart", "multipart/form-data; boundary=b", MULTIPART, "x y"),
				arguments("/listener", "text/plain", "x y", "x y"),
				arguments("/late-listener", "text/plain", "x y", "x y"),
				arguments("/trailers", "text/plain", "x y", "x y{}"), arguments("/first", "text/plain", "x y", "x"),
				arguments("/unread", "text/plain", "x y", "unread"),
				arguments("/digest", "text/plain", LONG, BodyServer.digest(LONG)),
				arguments("/listener", "text/plain", LONG, BodyServer.digest(LONG)),
				arguments("/unread", "text/plain", LONG, "unread"));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void bodyInTwoPacketsIsReadAsEver(String path, String type, String body, String expected) throws Exception {
		String head = "Content-Type: %s\r\nContent-Length: %d\r\n".formatted(type, body.length());
		assertRead(path, HEAD.formatted(path, head), body, expected);
	}

	@ParameterizedTest
	@MethodSource("ways")
	void bodyInChunksIsReadAsEver(String path, String type, String body, String expected) throws Exception {
		String head = "Content-Type: %s\r\nTransfer-Encoding: chunked\r\n".formatted(type);
		assertRead(path, HEAD.formatted(path, head), chunked(body, 7), expected);
		assertRead(path, HEAD.formatted(path, head), chunked(body, 20_000), expected);
	}

	/**
	 * With its head, one byte later, and in two parts; each time on a kept connection.
	 */
	private static void assertRead(String path, String head, String body, String expected) throws IOException {
		try (BodyClient client = server.connect()) {
			assertAnswer(client.send(head + body), expected);
			for (int split : new int[] { 0, 1, body.length() / 2, body.length() - 1 }) {
				client.send(head + body.substring(0, split));
				await().until(() -> server.waiting() == 1);
				assertAnswer(client.send(body.substring(split)), expected);
			}
			// the bytes that follow are a request of their own
			client.send(head + body + NEXT + NEXT.substring(0, 9));
			assertAnswer(client, expected);
			assertAnswer(client, "unread");
			assertAnswer(client.send(NEXT.substring(9)), "unread");
		}
		await().until(() -> server.budgetTaken() == 0);
		assertThat(server.waiting()).as(path).isZero();
	}

	private static void assertAnswer(BodyClient client, String expected) throws IOException {
		BodyClient.Response response = client.read();
		assertThat(response.status()).isEqualTo(200);
		assertThat(response.body()).isEqualTo(expected);
		assertThat(response.isLast()).isFalse();
	}

	@Test
	void lengthAndCodingAreWhatTheClientSaid() throws Exception {
		try (BodyClient client = server.connect()) {
			client.send(HEAD.formatted("/length", "Content-Length: 3\r\n")).send("x y");
			assertAnswer(client, "3 of 3,x y,null");
			client.send(HEAD.formatted("/length", "Transfer-Encoding: chunked\r\n")).send(chunked("x y", 1));
			assertAnswer(client, "-1 of -1,x y,chunked");
		}
	}

	@Test
	void eachByteInAPacketOfItsOwn() throws Exception {
		try (BodyClient client = server.connect()) {
			client.send(HEAD.formatted("/stream", "Transfer-Encoding: chunked\r\n"));
			for (byte octet : "3;a=b\r\nx y\r\n0\r\nA: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII)) {
				client.send(new byte[] { octet });
			}
			assertAnswer(client, "x y");
		}
	}

	@Test
	void fiftyThatDripHoldNoWorker() throws Exception {
		List<BodyClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 50; i++) {
				String framing = (i % 2 == 0) ? "Content-Length: 8\r\n" : "Transfer-Encoding: chunked\r\n";
				BodyClient client = server.connect();
				clients.add(client.send(HEAD.formatted("/stream", framing)));
			}
			await().until(() -> server.waiting() == 50);
			for (String piece : "3\r\nx y\r\n".split("")) {
				for (BodyClient client : clients) {
					client.send(piece);
				}
				try (BodyClient quick = server.connect()) {
					assertAnswer(quick.send(NEXT), "unread");
				}
			}
			for (int i = 1; i < 50; i += 2) {
				clients.get(i).send("0\r\n\r\n");
				assertAnswer(clients.get(i), "x y");
				assertAnswer(clients.get(i - 1), "3\r\nx y\r\n");
			}
			await().until(() -> server.busyWorkers() == 0);
			assertThat(server.waiting()).isZero();
		}
		finally {
			for (BodyClient client : clients) {
				client.close();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatWaitsToBeAskedIsAsked(boolean chunked) throws Exception {
		String framing = chunked ? "Transfer-Encoding: chunked\r\n" : "Content-Length: 3\r\n";
		try (BodyClient client = server.connect()) {
			client.send(HEAD.formatted("/stream", framing + "Expect: 100-continue\r\n"));
			assertThat(client.read().head()).startsWith("HTTP/1.1 100");
			assertAnswer(client.send(chunked ? chunked("x y", 2) : "x y"), "x y");
			assertAnswer(client.send(NEXT), "unread");
		}
	}

	@Test
	void clientThatDoesNotWaitIsNotAsked() throws Exception {
		try (BodyClient client = server.connect()) {
			client.send(HEAD.formatted("/unread", "Content-Length: 3\r\nExpect: 100-continue\r\n") + "x y");
			assertAnswer(client, "unread");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 30000\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n7530\r\n" })
	void clientThatLeavesInTheMiddleTakesNothingWithIt(String framing) throws Exception {
		String begun = "POST /stream HTTP/1.1\r\nHost: a\r\n" + framing + "x".repeat(20_000);
		for (int i = 0; i < 20; i++) {
			BodyClient client = server.connect().send(begun);
			await().until(() -> server.waiting() == 1 && server.budgetTaken() > 0);
			client.reset();
			await().until(() -> server.waiting() == 0 && server.budgetTaken() == 0);
		}
		assertThat(server.busyWorkers()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\nbo", "Transfer-Encoding: chunked\r\n\r\n5\r\nab" })
	void clientThatEndsItsHalfTooEarlyIsTold(String rest) throws Exception {
		try (BodyClient client = server.connect().send("POST /stream HTTP/1.1\r\nHost: a\r\n" + rest)) {
			await().until(() -> server.waiting() == 1);
			client.endOutput();
			BodyClient.Response response = client.read();
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.isLast()).isTrue();
		}
		assertThat(server.waiting()).isZero();
	}

	@ParameterizedTest
	@ValueSource(strings = { "x\r\n", "3\nabc", "3\r\nabcd", "0\r\nno colon\r\n", "ffffffffff" })
	void malformedChunksAreRefusedAndNothingAfterThemIsServed(String chunks) throws Exception {
		for (String path : List.of("/stream", "/unread")) {
			try (BodyClient client = server.connect()) {
				client.send(HEAD.formatted(path, "Transfer-Encoding: chunked\r\n"));
				await().until(() -> server.waiting() == 1);
				client.send(chunks + NEXT);
				if (path.equals("/stream")) {
					assertThat(client.read().status()).isEqualTo(400);
				}
				else {
					assertThat(client.read().body()).isEqualTo("unread");
				}
				assertThat(client.isClosed()).isTrue();
			}
		}
	}

	/** In chunks of a size. */
	static String chunked(String body, int size) {
		StringBuilder chunks = new StringBuilder();
		for (int i = 0; i < body.length(); i += size) {
			String chunk = body.substring(i, Math.min(body.length(), i + size));
			chunks.append(Integer.toHexString(chunk.length())).append("\r\n").append(chunk).append("\r\n");
		}
		return chunks.append("0\r\n\r\n").toString();
	}

}
