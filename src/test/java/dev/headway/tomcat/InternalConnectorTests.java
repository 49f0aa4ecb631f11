package dev.headway.tomcat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.headway.worker.WorkerPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class InternalConnectorTests {

	private static final byte[] REQUEST = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
		.getBytes(StandardCharsets.US_ASCII);

	@Autowired
	private InternalConnector connector;

	@Autowired
	private WorkerPool pool;

	@AfterEach
	void close() {
		this.connector.close();
	}

	@Test
	void requestIsServedLikeOthersAndNotCounted() throws Exception {
		try (Socket socket = this.connector.connect()) {
			assertThat(ask(socket)).startsWith("HTTP/1.1 200").contains("<!DOCTYPE html>");
		}
		this.connector.close();
		assertThat(this.pool.workers()).allMatch((worker) -> worker.requests() == 0);
	}

	@Test
	void nobodyElseGetsIn() throws Exception {
		try (Socket ours = this.connector.connect();
				Socket stranger = new Socket(InetAddress.getLoopbackAddress(), ours.getPort())) {
			assertThat(ask(stranger)).isEmpty();
			assertThat(ask(ours)).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void afterItIsClosedNothingIsLeftOfIt() throws Exception {
		List<String> before = threads();
		int port;
		try (Socket socket = this.connector.connect()) {
			port = socket.getPort();
			assertThat(threads()).hasSizeGreaterThan(before.size());
		}
		this.connector.close();
		await().untilAsserted(() -> assertThat(threads()).hasSameSizeAs(before));
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close());
	}

	private static String ask(Socket socket) throws IOException {
		try {
			socket.getOutputStream().write(REQUEST);
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (SocketException ex) {
			return "";
		}
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.endsWith("-Poller") || name.endsWith("-Acceptor"))
			.toList();
	}

}
