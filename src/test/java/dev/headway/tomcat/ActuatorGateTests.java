package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.worker.endpoint.ActuatorPaths;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On a real port, with four workers: Actuator's requests run as long as the test wants.
 */
@Timeout(60)
class ActuatorGateTests {

	private final Semaphore finish = new Semaphore(0);

	private final AtomicInteger running = new AtomicInteger();

	private final Queue<String> begun = new ConcurrentLinkedQueue<>();

	private final List<Socket> clients = new ArrayList<>();

	private EmbeddedServer server;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		ActuatorPaths paths = new ActuatorPaths(() -> "",
				() -> List.of(PathPatternParser.defaultInstance.parse("/actuator/**")));
		this.server = EmbeddedServer.start(directory,
				(adapter) -> new ActuatorGate(new ConnectionGuard(adapter, () -> false), new ActuatorRequests(paths),
						Duration.ofSeconds(2)),
				(request, response) -> {
					if (request.getRequestURI().startsWith("/actuator")) {
						this.begun.add(request.getRequestURI());
						if (request.getRequestURI().endsWith("/throws")) {
							throw new IllegalStateException("as it should");
						}
						this.running.incrementAndGet();
						try {
							this.finish.acquire();
						}
						finally {
							this.running.decrementAndGet();
						}
					}
					response.getOutputStream().print("done");
				});
	}

	@AfterEach
	void stop() throws Exception {
		this.finish.release(1000);
		for (Socket client : this.clients) {
			client.close();
		}
		this.server.close();
	}

	@Test
	void twoRunAndOthersWaitWithoutAWorkerInOrder() throws Exception {
		for (int i = 0; i < 6; i++) {
			ask("/actuator/" + i);
			int sent = i;
			// one after the other, so that their order is known
			await().until(() -> sent < 2 ? this.begun.size() == sent + 1 : this.server.pool().busy() == 2);
		}
		assertThat(this.running).hasValue(ActuatorGate.WORKERS);
		assertThat(this.server.exchange("GET / HTTP/1.0\r\n\r\n")).contains("done");
		this.finish.release(6);
		for (Socket client : this.clients) {
			assertThat(status(client)).isEqualTo("HTTP/1.1 200");
		}
		assertThat(this.begun).contains("/actuator/2", "/actuator/3", "/actuator/4", "/actuator/5").hasSize(6);
	}

	@Test
	void oneThatHasWaitedTooLongIsRefusedAndTheNextIsServed() throws Exception {
		occupy();
		Socket late = ask("/actuator/late");
		assertThat(status(late)).isEqualTo("HTTP/1.1 503");
		assertThat(this.begun).doesNotContain("/actuator/late");
		this.finish.release(2);
		assertServesAgain();
	}

	@Test
	void clientsThatLeaveWhileTheyWaitTakeNoPlace() throws Exception {
		occupy();
		for (int i = 0; i < 20; i++) {
			Socket leaving = ask("/actuator/leaving");
			leaving.setSoLinger(true, 0);
			leaving.close();
		}
		this.finish.release(2);
		this.finish.release(20);
		assertServesAgain();
	}

	@Test
	void handlerThatThrowsGivesItsPlaceBack() throws Exception {
		for (int i = 0; i < 2 * ActuatorGate.WORKERS; i++) {
			assertThat(status(ask("/actuator/throws"))).isEqualTo("HTTP/1.1 500");
		}
		assertServesAgain();
	}

	private void occupy() throws Exception {
		for (int i = 0; i < ActuatorGate.WORKERS; i++) {
			ask("/actuator/first");
		}
		await().until(() -> this.running.get() == ActuatorGate.WORKERS);
	}

	private void assertServesAgain() throws Exception {
		await().until(() -> this.running.get() == 0);
		this.finish.drainPermits();
		occupy();
		this.finish.release(ActuatorGate.WORKERS);
		await().until(() -> this.running.get() == 0);
	}

	private Socket ask(String path) throws IOException {
		Socket client = this.server.connect();
		this.clients.add(client);
		client.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
		return client;
	}

	private static String status(Socket client) throws IOException {
		return new String(client.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
	}

}
