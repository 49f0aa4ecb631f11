package dev.headway.tomcat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.LifecycleException;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.RST_STREAM;
import static dev.headway.testing.Http2Connection.SETTINGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Streams that use up the window of their connection, and go on, block no worker that
 * answers on another stream. On a real port, with four workers.
 */
@Timeout(60)
class StreamWindowsTests {

	private static final int SMALL = 900;

	private static final int WINDOW = 65_535;

	private static final int OTHERS = 8;

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final CountDownLatch end = new CountDownLatch(1);

	private EmbeddedServer server;

	private Path file;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.file = Files.write(directory.resolve("file"), new byte[2 * WINDOW]);
		this.server = EmbeddedServer.startWithHttp2(directory, UnaryOperator.identity(), this::answer);
	}

	@AfterEach
	void stop() throws Exception {
		this.end.countDown();
		this.server.close();
	}

	@ParameterizedTest
	@CsvSource({ "/flushed, 1, 65535, 1", "/listener, 1, 65535, 0", "/file, 1, 65535, 1", "/async-file, 1, 65535, 1",
			"/8000, 64, 1000, 0" })
	void answersThatFindNoWindowHoldNoWorker(String path, int streams, int window, int busy) throws IOException {
		try (Http2Connection client = Http2Connection.openWithWindow(this.server.port(), window)) {
			client.get(1, "/" + SMALL);
			assertThat(client.readContent(1)).hasSize(SMALL);
			int stream = 3;
			for (int i = 0; i < streams; i++) {
				client.get(stream, path);
				stream += 2;
			}
			int bytes = SMALL;
			while (bytes < Math.min(WINDOW, SMALL + streams * window)) {
				Frame frame = client.read();
				bytes += (frame.type() == DATA) ? frame.payload().length : 0;
			}
			int last = stream + 2 * OTHERS;
			for (; stream < last; stream += 2) {
				client.get(stream, "/" + SMALL);
			}
			for (int heads = 0; heads < OTHERS;) {
				heads += (client.read().type() == HEADERS) ? 1 : 0;
			}
			await().atMost(Duration.ofSeconds(2)).until(() -> this.server.pool().busy() == busy);
			client.raiseWindow(0, 1_000_000);
			int ended = 0;
			while (ended < OTHERS) {
				Frame frame = client.read();
				ended += (frame.stream() >= last - 2 * OTHERS && frame.type() == DATA && frame.endsStream()) ? 1 : 0;
			}
		}
	}

	@Test
	void answersToHeadTakeNoWindowAndHoldNoWorker() throws IOException {
		try (Http2Connection client = Http2Connection.openWithWindow(this.server.port(), WINDOW)) {
			int stream = 1;
			for (int bytes : new int[] { 0, 1, SMALL, 8192, 8193, 16_384, 16_385, WINDOW, WINDOW + 1, 500_000 }) {
				client.head(stream, "/" + bytes);
				assertThat(client.readContent(stream)).isEmpty();
				stream += 2;
			}
			client.get(stream, "/" + WINDOW);
			assertThat(client.readContent(stream)).hasSize(WINDOW);
			await().atMost(Duration.ofSeconds(2)).until(() -> this.server.pool().busy() == 0);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HEAD /file", "GET /unchanged-file" })
	void filesThatAreNotSentTakeNoWindow(String request) throws IOException {
		String[] methodAndPath = request.split(" ");
		try (Http2Connection client = Http2Connection.openWithWindow(this.server.port(), WINDOW)) {
			for (int stream = 1; stream < 9; stream += 2) {
				client.send(HEADERS, Http2Connection.END_HEADERS | Http2Connection.END_STREAM, stream,
						Http2Connection.headers(":method", methodAndPath[0], ":scheme", "http", ":path",
								methodAndPath[1], ":authority", "localhost"));
			}
			client.get(9, "/" + WINDOW);
			int bytes = 0;
			Frame frame = client.read();
			while (frame.stream() != 9 || !frame.endsStream()) {
				assertThat(frame.type()).isNotEqualTo(RST_STREAM);
				bytes += (frame.type() == DATA) ? frame.payload().length : 0;
				frame = client.read();
			}
			assertThat(bytes + frame.payload().length).isEqualTo(WINDOW);
		}
	}

	/** The last of them wait for longer than a stream may wait for its client. */
	@Test
	void answersComeToTheirEndAsLongAsTheirClientReads(@TempDir Path directory) throws Exception {
		int streams = 60;
		int answer = 8000;
		try (EmbeddedServer impatient = startImpatient(directory);
				Http2Connection client = Http2Connection.openWithWindow(impatient.port(), WINDOW)) {
			for (int i = 0; i < streams; i++) {
				client.get(1 + 2 * i, "/" + answer);
			}
			int allowed = WINDOW;
			int bytes = 0;
			while (bytes < streams * answer) {
				Frame frame = client.read();
				assertThat(frame.type()).isIn(SETTINGS, HEADERS, DATA);
				bytes += (frame.type() == DATA) ? frame.payload().length : 0;
				if (bytes == allowed) {
					await().pollDelay(LIMIT.dividedBy(10)).until(() -> true);
					client.raiseWindow(0, answer);
					allowed += answer;
				}
			}
			await().atMost(LIMIT).until(() -> impatient.pool().busy() == 0);
		}
	}

	@Test
	void answersThatTheirClientDoesNotReadAreReset(@TempDir Path directory) throws Exception {
		try (EmbeddedServer impatient = startImpatient(directory);
				Http2Connection client = Http2Connection.openWithWindow(impatient.port(), 0)) {
			client.get(1, "/" + SMALL);
			Frame frame = client.read();
			while (frame.type() != RST_STREAM) {
				frame = client.read();
			}
		}
	}

	private EmbeddedServer startImpatient(Path directory) throws LifecycleException {
		return EmbeddedServer.start(directory, UnaryOperator.identity(), this::answer, (protocol) -> {
			Http2Protocol streams = new Http2Protocol();
			streams.setStreamWriteTimeout(LIMIT.toMillis());
			protocol.addUpgradeProtocol(streams);
		});
	}

	private void answer(HttpServletRequest request, HttpServletResponse response)
			throws IOException, InterruptedException {
		switch (request.getRequestURI()) {
			case "/flushed" -> {
				response.getOutputStream().write(new byte[WINDOW - SMALL]);
				response.flushBuffer();
				this.end.await();
			}
			case "/listener" -> request.startAsync()
				.getResponse()
				.getOutputStream()
				.setWriteListener(new Endless(request.getAsyncContext()));
			case "/file" -> sendFile(request);
			case "/unchanged-file" -> {
				response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
				sendFile(request);
			}
			case "/async-file" -> {
				AsyncContext context = request.startAsync();
				sendFile(request);
				context.complete();
			}
			default ->
				response.getOutputStream().write(new byte[Integer.parseInt(request.getRequestURI().substring(1))]);
		}
	}

	private void sendFile(HttpServletRequest request) throws IOException {
		assertThat(request.getAttribute("org.apache.tomcat.sendfile.support")).isEqualTo(true);
		request.setAttribute("org.apache.tomcat.sendfile.filename", this.file.toString());
		request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
		request.setAttribute("org.apache.tomcat.sendfile.end", Files.size(this.file));
	}

	/** Writes as long as there is room. */
	private record Endless(AsyncContext context) implements WriteListener {

		@Override
		public void onWritePossible() throws IOException {
			ServletOutputStream out = this.context.getResponse().getOutputStream();
			while (out.isReady()) {
				out.write(new byte[1000]);
			}
		}

		@Override
		public void onError(Throwable problem) {
			this.context.complete();
		}

	}

}
