package dev.headway.hostile;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

import dev.headway.testing.Http2Connection;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The site under attack over HTTP/2, whose page must come at once all the same.
 *
 * @param port the server's port
 * @param pool its workers
 * @param meters its meters
 * @param page the content of its page
 */
record Http2Site(int port, WorkerPool pool, MeterRegistry meters, String page) {

	static final Duration AT_ONCE = Duration.ofSeconds(1);

	/** Reads the page, which is quick from then on. */
	static Http2Site of(int port, WorkerPool pool, MeterRegistry meters) throws IOException {
		try (Http2Connection client = Http2Connection.open(port)) {
			client.get(1, "/");
			return new Http2Site(port, pool, meters, client.readContent(1));
		}
	}

	Http2Connection connect() throws IOException {
		return Http2Connection.open(this.port);
	}

	void assertPageComesAtOnce() throws IOException {
		long start = System.nanoTime();
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + "/")
			.toURL()
			.openConnection();
		connection.setReadTimeout(20_000);
		assertThat(connection.getResponseCode()).isEqualTo(200);
		connection.getInputStream().readAllBytes();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
	}

	/** How many requests wait for a slot. */
	double waiting() {
		return this.meters.get("headway.waiting.size").gauge().value();
	}

	/** Each test needs idle workers. */
	void awaitIdle() {
		await().atMost(Duration.ofSeconds(20)).until(() -> this.pool.busy() == 0 && waiting() == 0);
	}

}
