package dev.headway.hostile;

import java.io.EOFException;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import dev.headway.testing.RawExchange;
import dev.headway.worker.Worker;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
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
import static org.awaitility.Awaitility.await;

/** HTTP/2 clients that cancel, don't read, or send unusual requests delay no others. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "headway.sleep=3s", "headway.express.quick-under=2s" })
@Timeout(60)
class Http2StreamsTests {

	private static final Duration AT_ONCE = Duration.ofSeconds(1);

	/** Requests of more bytes than the buffers between client and server hold. */
	private static final int MANY = 1_000_000;

	private static final long ENHANCE_YOUR_CALM = 0xb;

	@LocalServerPort
	private int port;

	@Autowired
	private WorkerPool pool;

	@Autowired
	private MeterRegistry meters;

	private String page = "";

	@BeforeEach
	void readPage() throws IOException {
		this.page = page();
	}

	/** Each test needs idle workers. */
	@AfterEach
	void awaitIdle() {
		await().atMost(Duration.ofSeconds(20)).until(() -> this.pool.busy() == 0 && waiting() == 0);
	}

	@Test
	void streamsOfClosedConnectionHoldNoSecondWorker() throws IOException {
		try (Http2Connection client = sleepers(3)) {
			client.get(7, "/");
			assertThat(client.readContent(7)).isEqualTo(this.page);
		}
		await().pollDelay(Duration.ofMillis(200)).until(() -> this.pool.busy() <= 3);
		assertPageComesAtOnce();
	}

	@Test
	void cancelledStreamsHoldNoSecondWorker() throws IOException {
		try (Http2Connection client = sleepers(3)) {
			for (int stream = 1; stream <= 5; stream += 2) {
				client.cancel(stream);
			}
			client.get(7, "/");
			assertThat(client.readContent(7)).isEqualTo(this.page);
			await().atMost(AT_ONCE).until(() -> this.pool.busy() <= 3);
			assertPageComesAtOnce();
		}
	}

	private Http2Connection sleepers(int count) throws IOException {
		Http2Connection client = Http2Connection.open(this.port);
		for (int i = 0; i < count; i++) {
			client.get(2 * i + 1, "/sleep");
		}
		await().until(() -> this.pool.busy() >= Math.min(count, this.pool.size()));
		return client;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatHasGoneLeavesTheWaitingRoom(boolean closes) throws IOException {
		try (Http2Connection client = sleepers(20)) {
			await().until(() -> waiting() > 0);
			if (closes) {
				client.close();
			}
			for (int stream = 1; stream < 40 && !closes; stream += 2) {
				client.cancel(stream);
			}
			await().atMost(AT_ONCE).until(() -> waiting() == 0);
		}
		assertPageComesAtOnce();
	}

	@Test
	void streamsWithoutWindowHoldNoWorkerAndAreGivenUp() throws IOException {
		List<Http2Connection> clients = new ArrayList<>();
		try {
			for (int i = 0; i < 6; i++) {
				Http2Connection client = Http2Connection.openWithWindow(this.port, 0);
				clients.add(client);
				for (int stream = 1; stream <= 180; stream += 2) {
					client.get(stream, "/");
				}
			}
			long end = System.nanoTime() + Duration.ofSeconds(2).toNanos();
			while (System.nanoTime() < end) {
				assertPageComesAtOnce();
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
		try (Http2Connection client = Http2Connection.openWithWindow(this.port, window)) {
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
			assertThat(content).hasToString(this.page);
		}
	}

	@Test
	void answersAreWrittenAsTheWindowOfTheirConnectionOpens() throws IOException {
		try (Http2Connection client = Http2Connection.open(this.port)) {
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
					assertPageComesAtOnce();
					client.raiseWindow(0, 10_000_000);
				}
			}
			assertThat(bytes).isEqualTo(100 * this.page.length());
		}
	}

	@Test
	void schemeOfGatewayThatEndsTlsIsServed() throws IOException {
		try (Http2Connection client = Http2Connection.open(this.port)) {
			client.get(1, "https", "/");
			assertThat(client.readContent(1)).isEqualTo(this.page);
		}
	}

	@Test
	void upgradeIsIgnored() throws IOException {
		String upgrade = "Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
		assertThat(RawExchange.send(this.port, "GET / HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n"))
			.startsWith("HTTP/1.1 200 ")
			.endsWith(this.page);
		assertThat(RawExchange.send(this.port, "POST /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n"
				+ upgrade + "\r\n" + "x".repeat(10_000)))
			.startsWith("HTTP/1.1 404 ");
		long start = System.nanoTime();
		assertThat(RawExchange.send(this.port,
				"POST /nope HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + upgrade + "\r\n1"))
			.startsWith("HTTP/1.1 404 ");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
	}

	@Test
	void politeCancelsDoNotEndTheConnection() throws IOException {
		try (Http2Connection client = Http2Connection.open(this.port)) {
			client.get(1, "/sleep");
			for (int stream = 3; stream < 43; stream += 2) {
				client.get(stream, "/sleep");
				client.cancel(stream);
			}
			client.get(43, "/");
			assertThat(client.readContent(43)).isEqualTo(this.page);
			assertThat(client.readContent(1)).as("the stream that wasn't cancelled").contains("html");
		}
	}

	@Test
	void rapidResetEndsTheConnection() throws Exception {
		AtomicInteger sent = new AtomicInteger();
		long before = requests();
		try (Http2Connection client = Http2Connection.open(this.port)) {
			Thread attacker = new Thread(() -> {
				try {
					for (int i = 0; i < MANY; i++) {
						client.get(2 * i + 1, "/sleep");
						client.cancel(2 * i + 1);
						sent.incrementAndGet();
					}
				}
				catch (IOException ex) {
					// the server has closed the connection
				}
			}, "attacker");
			attacker.start();
			assertPageComesAtOnce();
			assertThat(lastError(client)).isIn(ENHANCE_YOUR_CALM, -1L);
			assertPageComesAtOnce();
			attacker.join(Duration.ofSeconds(20).toMillis());
		}
		assertThat(sent).as("requests that could be sent").hasValueLessThan(MANY);
		assertThat(requests() - before).as("requests that ran of %d sent", sent.get()).isLessThan(300);
	}

	/** The error of GOAWAY, or -1 if the connection ended without one that arrived. */
	private static long lastError(Http2Connection client) throws IOException {
		try {
			while (true) {
				Frame frame = client.read();
				if (frame.type() == GOAWAY) {
					return frame.number(4);
				}
			}
		}
		catch (EOFException | SocketException ex) {
			return -1;
		}
	}

	private long requests() {
		return this.pool.workers().stream().mapToLong(Worker::requests).sum();
	}

	private double waiting() {
		return this.meters.get("headway.waiting.size").gauge().value();
	}

	private void assertPageComesAtOnce() throws IOException {
		long start = System.nanoTime();
		get("/");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(AT_ONCE);
	}

	private void get(String path) throws IOException {
		HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + this.port + path)
			.toURL()
			.openConnection();
		connection.setReadTimeout(20_000);
		assertThat(connection.getResponseCode()).isEqualTo(200);
		connection.getInputStream().readAllBytes();
	}

	private String page() throws IOException {
		try (Http2Connection client = Http2Connection.open(this.port)) {
			client.get(1, "/");
			return client.readContent(1);
		}
	}

}
