package dev.headway.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.GOAWAY;
import static dev.headway.testing.Http2Connection.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

/** HTTP/2 clients whose windows are closed or small delay no others. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "headway.sleep=3s", "headway.express.quick-under=2s" })
@Timeout(60)
class Http2WindowsTests {

	@AutoClose("awaitIdle")
	private final Http2Site site;

	Http2WindowsTests(@LocalServerPort int port, @Autowired WorkerPool pool, @Autowired MeterRegistry meters)
			throws IOException {
		this.site = Http2Site.of(port, pool, meters);
	}

	@Test
	void streamsWithoutWindowHoldNoWorkerAndAreGivenUp() throws IOException {
		List<Http2Connection> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 6; i++) {
				Http2Connection client = Http2Connection.openWithWindow(this.site.port(), 0);
				clients.add(client);
				for (int stream = 1; stream <= 180; stream += 2) {
					client.get(stream, "/");
				}
			}
			long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			while (System.nanoTime() < end) {
				this.site.assertPageComesAtOnce();
			}
			assertThat(resets(clients.get(0), 90)).isEqualTo(90);
		}
		finally {
			for (Http2Connection client : clients) {
				client.close();
			}
		}
	}

	private static int resets(Http2Connection client, int wanted) throws IOException {
		int resets = 0;
		while (resets < wanted) {
			resets += (client.read().type() == RST_STREAM) ? 1 : 0;
		}
		return resets;
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 500, 1000 })
	void answerIsWrittenAsItsWindowOpens(int window) throws IOException {
		try (Http2Connection client = Http2Connection.openWithWindow(this.site.port(), window)) {
			client.get(1, "/");
			StringBuilder content = new StringBuilder();
			while (content.length() < window) {
				Frame frame = client.read();
				content.append((frame.type() == DATA) ? frame.text() : "");
			}
			assertThat(content).hasSize(window);
			client.raiseWindow(1, 10);
			client.raiseWindow(1, 100_000);
			content.append(client.readContent(1));
			assertThat(content).hasToString(this.site.page());
		}
	}

	@Test
	void answersAreWrittenAsTheWindowOfTheirConnectionOpens() throws IOException {
		try (Http2Connection client = this.site.connect()) {
			for (int stream = 1; stream <= 199; stream += 2) {
				client.get(stream, "/");
			}
			int bytes = 0;
			int ended = 0;
			while (ended < 100) {
				Frame frame = client.read();
				bytes += (frame.type() == DATA) ? frame.payload().length : 0;
				ended += frame.endsStream() ? 1 : 0;
				assertThat(frame.type()).isNotIn(RST_STREAM, GOAWAY);
				if (bytes == 65_535) {
					this.site.assertPageComesAtOnce();
					client.raiseWindow(0, 10_000_000);
				}
			}
			assertThat(bytes).isEqualTo(100 * this.site.page().length());
		}
	}

}
