package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

import dev.headway.testing.Http2Connection;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** On a real port, with four workers, over HTTP/2. */
@Timeout(60)
class StreamBodiesTests {

	private BodyServer server;

	private Http2Connection client;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.server = BodyServer.start(directory, Duration.ofSeconds(2),
				(protocol) -> protocol.addUpgradeProtocol(http2()));
		this.client = Http2Connection.open(this.server.port());
	}

	private static Http2Protocol http2() {
		Http2Protocol http2 = new Http2Protocol();
		// otherwise a few frames of one byte would end the connection
		http2.setOverheadDataThreshold(0);
		return http2;
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "/stream, x y", "/bytes, x y", "/reader, x y", "/listener, x y", "/late-listener, x y",
			"/length, '-1 of -1,x y,null'", "/first, x", "/unread, unread" })
	void bodyInManyFramesIsReadAsEver(String path, String expected) throws Exception {
		post(path, 1);
		await().until(() -> this.server.waiting() == 1 && this.server.busyWorkers() == 0);
		data(1, "x", 0);
		data(1, " ", 0);
		assertThat(this.server.waiting()).isEqualTo(1);
		data(1, "y", END_STREAM);
		assertThat(this.client.readContent(1)).isEqualTo(expected);
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void emptyFrameAndTrailersEndABodyToo() throws Exception {
		post("/stream", 1);
		data(1, "x y", 0);
		data(1, "", END_STREAM);
		assertThat(this.client.readContent(1)).isEqualTo("x y");
		post("/stream", 3);
		data(3, "x y", 0);
		await().until(() -> this.server.waiting() == 1);
		this.client.send(HEADERS, END_HEADERS | END_STREAM, 3, Http2Connection.headers("a", "b"));
		assertThat(this.client.readContent(3)).isEqualTo("x y");
	}

	@Test
	void fiftyThatStopInTheMiddleHoldNoWorker() throws Exception {
		for (int stream = 1; stream < 100; stream += 2) {
			post("/stream", stream);
			data(stream, "x", 0);
		}
		await().until(() -> this.server.waiting() == 50 && this.server.busyWorkers() == 0);
		get("/next", 101);
		assertThat(this.client.readContent(101)).isEqualTo("unread");
		data(99, "y", END_STREAM);
		assertThat(this.client.readContent(99)).isEqualTo("xy");
		this.client.send(RST_STREAM, 0, 97, new byte[] { 0, 0, 0, 8 });
		await().until(() -> this.server.waiting() == 48);
		this.client.close();
		await().until(() -> this.server.waiting() == 0 && this.server.busyWorkers() == 0);
	}

	@Test
	void bodyThatTakesTooLongIsRefused() throws Exception {
		post("/stream", 1);
		data(1, "x", 0);
		assertThat(this.client.readContent(1)).doesNotContain("x y");
		assertThat(this.server.waiting()).isZero();
	}

	@Test
	void largeBodyIsServedOnceItsFirstPartIsThere() throws Exception {
		String part = "x".repeat(10_000);
		post("/digest", 1);
		for (int i = 0; i < 4; i++) {
			data(1, part, 0);
		}
		await().until(() -> this.server.waiting() == 1 && this.server.busyWorkers() == 0);
		data(1, part, 0);
		await().until(() -> this.server.waiting() == 0 && this.server.busyWorkers() == 1);
		data(1, part, END_STREAM);
		assertThat(this.client.readContent(1)).isEqualTo(BodyServer.digest(part.repeat(6)));
	}

	@Test
	void bodiesThatTogetherFillTheConnectionsWindowDoNotWaitForEachOther() throws Exception {
		String part = "x".repeat(10_000);
		for (int stream = 1; stream <= 5; stream += 2) {
			post("/digest", stream);
		}
		await().until(() -> this.server.waiting() == 3);
		// fifty of the 65 KB that the client may send before something is read
		for (int stream : new int[] { 1, 3, 5, 1 }) {
			data(stream, part, 0);
		}
		await().during(Duration.ofMillis(100)).until(() -> this.server.waiting() == 3);
		data(3, part, 0);
		await().until(() -> this.server.waiting() == 2);
		for (int stream = 1; stream <= 5; stream += 2) {
			data(stream, "", END_STREAM);
			assertThat(this.client.readContent(stream)).isEqualTo(BodyServer.digest(part.repeat((stream < 5) ? 2 : 1)));
		}
	}

	private void post(String path, int stream) throws IOException {
		request("POST", path, stream, 0);
	}

	private void get(String path, int stream) throws IOException {
		request("GET", path, stream, END_STREAM);
	}

	private void request(String method, String path, int stream, int flags) throws IOException {
		this.client.send(HEADERS, END_HEADERS | flags, stream, Http2Connection.headers(":method", method, ":scheme",
				"http", ":path", path, ":authority", "localhost"));
	}

	private void data(int stream, String text, int flags) throws IOException {
		this.client.send(DATA, flags, stream, text.getBytes(StandardCharsets.US_ASCII));
	}

}
