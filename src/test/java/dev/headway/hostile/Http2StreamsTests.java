package dev.headway.hostile;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import dev.headway.testing.RawExchange;
import dev.headway.worker.Worker;
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

import static dev.headway.testing.Http2Connection.GOAWAY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** HTTP/2 clients that cancel, leave, or send unusual requests delay no others. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "headway.sleep=3s", "headway.express.quick-under=2s" })
@Timeout(60)
class Http2StreamsTests {

	/** Requests of more bytes than the buffers between client and server hold. */
	private static final int MANY = 1_000_000;

	private static final long ENHANCE_YOUR_CALM = 0xb;

	@AutoClose("awaitIdle")
	private final Http2Site site;

	Http2StreamsTests(@LocalServerPort int port, @Autowired WorkerPool pool, @Autowired MeterRegistry meters)
			throws IOException {
		this.site = Http2Site.of(port, pool, meters);
	}

	@Test
	void streamsOfClosedConnectionHoldNoSecondWorker() throws IOException {
		try (Http2Connection client = sleepers(3)) {
			client.get(7, "/");
			assertThat(client.readContent(7)).isEqualTo(this.site.page());
		}
		await().pollDelay(Duration.ofMillis(200)).until(() -> this.site.pool().busy() <= 3);
		this.site.assertPageComesAtOnce();
	}

	@Test
	void cancelledStreamsHoldNoSecondWorker() throws IOException {
		try (Http2Connection client = sleepers(3)) {
			for (int stream = 1; stream <= 5; stream += 2) {
				client.cancel(stream);
			}
			client.get(7, "/");
			assertThat(client.readContent(7)).isEqualTo(this.site.page());
			await().atMost(Http2Site.AT_ONCE).until(() -> this.site.pool().busy() <= 3);
			this.site.assertPageComesAtOnce();
		}
	}

	private Http2Connection sleepers(int count) throws IOException {
		Http2Connection client = this.site.connect();
		for (int i = 0; i < count; i++) {
			client.get(2 * i + 1, "/sleep");
		}
		await().until(() -> this.site.pool().busy() >= Math.min(count, this.site.pool().size()));
		return client;
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void clientThatHasGoneLeavesTheWaitingRoom(boolean closes) throws IOException {
		try (Http2Connection client = sleepers(20)) {
			await().until(() -> this.site.waiting() > 0);
			if (closes) {
				client.close();
			}
			for (int stream = 1; stream < 40 && !closes; stream += 2) {
				client.cancel(stream);
			}
			await().atMost(Http2Site.AT_ONCE).until(() -> this.site.waiting() == 0);
		}
		this.site.assertPageComesAtOnce();
	}

	@Test
	void schemeOfGatewayThatEndsTlsIsServed() throws IOException {
		try (Http2Connection client = this.site.connect()) {
			client.get(1, "https", "/");
			assertThat(client.readContent(1)).isEqualTo(this.site.page());
		}
	}

	@Test
	void upgradeIsIgnored() throws IOException {
		String upgrade = "Connection: close, Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n";
		assertThat(RawExchange.send(this.site.port(), "GET / HTTP/1.1\r\nHost: localhost\r\n" + upgrade + "\r\n"))
			.startsWith("HTTP/1.1 200 ")
			.endsWith(this.site.page());
		assertThat(
				RawExchange.send(this.site.port(), "POST /nope HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000\r\n"
						+ upgrade + "\r\n" + "x".repeat(10_000)))
			.startsWith("HTTP/1.1 404 ");
		long start = System.nanoTime();
		assertThat(RawExchange.send(this.site.port(),
				"POST /nope HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n" + upgrade + "\r\n1"))
			.startsWith("HTTP/1.1 404 ");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Http2Site.AT_ONCE);
	}

	@Test
	void politeCancelsDoNotEndTheConnection() throws IOException {
		try (Http2Connection client = this.site.connect()) {
			client.get(1, "/sleep");
			for (int stream = 3; stream < 43; stream += 2) {
				client.get(stream, "/sleep");
				client.cancel(stream);
			}
			client.get(43, "/");
			assertThat(client.readContent(43)).isEqualTo(this.site.page());
			assertThat(client.readContent(1)).as("the stream that wasn't cancelled").contains("html");
		}
	}

	@Test
	void rapidResetEndsTheConnection() throws Exception {
		AtomicInteger sent = new AtomicInteger();
		long before = requests();
		try (Http2Connection client = this.site.connect()) {
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
			this.site.assertPageComesAtOnce();
			assertThat(lastError(client)).isIn(ENHANCE_YOUR_CALM, -1L);
			this.site.assertPageComesAtOnce();
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
		return this.site.pool().workers().stream().mapToLong(Worker::requests).sum();
	}

}
