package dev.headway.tomcat;

import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

import org.apache.tomcat.util.net.Acceptor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/** On a real port. */
@Timeout(60)
class ClosableEndpointTests {

	private final CountDownLatch finish = new CountDownLatch(1);

	private final List<Socket> clients = new ArrayList<>();

	private EmbeddedServer server;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.server = EmbeddedServer.start(directory, (adapter) -> new ConnectionGuard(adapter, () -> false),
				(request, response) -> {
					if (request.getRequestURI().equals("/slow")) {
						this.finish.await();
					}
					response.getOutputStream().print("done");
				});
	}

	@AfterEach
	void stop() throws Exception {
		this.finish.countDown();
		for (Socket client : this.clients) {
			client.close();
		}
		this.server.close();
	}

	@Test
	void connectionsAreKeptAndNoNewOnesTaken() throws IOException {
		Socket idle = connect();
		Socket running = connect();
		send(running, "/slow");
		int port = this.server.port();
		this.server.protocol().stopAccepting();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port));
		send(idle, "/");
		assertThat(status(idle)).isEqualTo("HTTP/1.1 200");
		this.finish.countDown();
		assertThat(status(running)).isEqualTo("HTTP/1.1 200");
	}

	@Test
	void connectionsThatClientsTakeForAcceptedAreServed() throws IOException {
		for (int i = 0; i < 50; i++) {
			send(connect(), "/");
		}
		this.server.protocol().stopAccepting();
		for (Socket client : this.clients) {
			assertThat(status(client)).isEqualTo("HTTP/1.1 200");
		}
	}

	@Test
	void stoppingTwiceIsStoppingOnce() {
		int port = this.server.port();
		this.server.protocol().stopAccepting();
		this.server.protocol().stopAccepting();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port));
	}

	@Test
	void stopsAcceptingWhileAllConnectionsAreTaken() throws IOException {
		this.server.protocol().setMaxConnections(4);
		for (int i = 0; i < 4; i++) {
			send(connect(), "/slow");
		}
		int port = this.server.port();
		Socket waiting = connect();
		this.server.protocol().stopAccepting();
		assertThatExceptionOfType(ConnectException.class).isThrownBy(() -> new Socket("127.0.0.1", port));
		this.finish.countDown();
		for (Socket client : this.clients) {
			if (client != waiting) {
				assertThat(status(client)).isEqualTo("HTTP/1.1 200");
			}
		}
	}

	/** Tomcat's accepting thread would report the closed socket as an error. */
	@Test
	void connectionThatEndsAfterwardsIsNoError() throws IOException {
		this.server.protocol().setMaxConnections(2);
		send(connect(), "/slow");
		Socket idle = connect();
		send(idle, "/");
		assertThat(status(idle)).isEqualTo("HTTP/1.1 200");
		Logger logger = Logger.getLogger(Acceptor.class.getName());
		RecordingHandler errors = new RecordingHandler();
		logger.addHandler(errors);
		try {
			this.server.protocol().stopAccepting();
			idle.close();
			await().during(Duration.ofSeconds(1)).until(errors.messages::isEmpty);
		}
		finally {
			logger.removeHandler(errors);
		}
	}

	/** With a pause before each, these would take four seconds. */
	@Test
	void placeThatBecomesFreeIsGivenAtOnce() throws IOException {
		this.server.protocol().setMaxConnections(2);
		send(connect(), "/slow");
		List<Socket> newcomers = new ArrayList<>();
		for (int i = 0; i < 80; i++) {
			Socket newcomer = connect();
			newcomers.add(newcomer);
			newcomer.getOutputStream()
				.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		}
		long start = System.nanoTime();
		for (Socket newcomer : newcomers) {
			assertThat(status(newcomer)).isEqualTo("HTTP/1.1 200");
			newcomer.close();
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofMillis(1500));
	}

	@Test
	void tellsTheSizeOfAPoolThatIsNotTomcats() {
		assertThat(this.server.protocol().getMaxThreads()).isEqualTo(4);
	}

	private Socket connect() throws IOException {
		Socket client = this.server.connect();
		this.clients.add(client);
		return client;
	}

	private static void send(Socket client, String path) throws IOException {
		client.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
	}

	private static String status(Socket client) throws IOException {
		return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
	}

	private static final class RecordingHandler extends Handler {

		private final List<String> messages = new CopyOnWriteArrayList<>();

		@Override
		public void publish(LogRecord logged) {
			this.messages.add(logged.getMessage());
		}

		@Override
		public void flush() {
		}

		@Override
		public void close() {
		}

	}

}
