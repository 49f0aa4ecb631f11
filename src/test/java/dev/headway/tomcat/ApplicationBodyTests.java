package dev.headway.tomcat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.headway.admission.AdmissionShutdown;
import dev.headway.testing.Http2Connection;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Bodies on their way to the handlers of an application, in parts and in each way to send
 * them.
 */
@Timeout(60)
class ApplicationBodyTests {

	private static final int CLIENTS = 50;

	private static final String JSON = "{\"text\": \"" + "0123456789".repeat(500) + "\"}";

	/** Longer than the small HTTP/2 frames of which Tomcat allows only a few. */
	private static final int PART = 1200;

	private static final String MULTIPART = """
			--b\r
			Content-Disposition: form-data; name="comment"\r
			\r
			a comment\r
			--b\r
			Content-Disposition: form-data; name="file"; filename="a.txt"\r
			Content-Type: text/plain\r
			\r
			x y\r
			--b--\r
			""";

	@AutoClose
	private static BodyApplication plain;

	@AutoClose
	private static BodyApplication tls;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = BodyApplication.start("--server.http2.enabled=true");
		tls = BodyApplication.startWithTls(directory);
	}

	static Stream<Arguments> bodies() {
		return Stream.of(Way.values())
			.flatMap((way) -> Stream.of(arguments(way, "POST", "/test/json", "application/json", JSON, "5000"),
					arguments(way, "POST", "/test/form", "application/x-www-form-urlencoded", "a=x&b=y", "x,y"),
					arguments(way, "PUT", "/test/form", "application/x-www-form-urlencoded", "a=x&b=y", "x,y"),
					arguments(way, "POST", "/test/upload", "multipart/form-data; boundary=b", MULTIPART,
							"a.txt: x y, a comment"),
					arguments(way, "POST", "/test/listener", "text/plain", "x y", "x y"),
					arguments(way, "POST", "/test/available", "text/plain", "x y", "true: x y")));
	}

	@ParameterizedTest
	@MethodSource("bodies")
	void bodyInTwoPartsIsReadAsEver(Way way, String method, String path, String type, String body, String answer)
			throws Exception {
		try (PartClient client = way.connectForParts()) {
			for (int i = 0; i < way.requests(); i++) {
				client.begin(method, path, type, body.length());
				client.send(body.substring(0, body.length() / 2), false);
				await().until(() -> way.waiting() == 1 && way.busyWorkers() == 0);
				client.send(body.substring(body.length() / 2), true);
				assertThat(client.read()).isEqualTo(answer);
			}
		}
		assertThat(way.waiting()).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void fiftyThatDripDoNotHoldUpAQuickRequest(Way way) throws Exception {
		List<PartClient> clients = new ArrayList<>();
		try {
			for (int i = 0; i < CLIENTS; i++) {
				PartClient client = way.connectForParts();
				clients.add(client);
				client.begin("POST", "/test/json", "application/json", JSON.length());
			}
			await().until(() -> way.waiting() == CLIENTS);
			int sent = 0;
			while (JSON.length() - sent > PART) {
				for (PartClient client : clients) {
					client.send(JSON.substring(sent, sent + PART), false);
				}
				sent += PART;
				assertQuick(way);
			}
			assertThat(way.waiting()).isEqualTo(CLIENTS);
			for (PartClient client : clients) {
				client.send(JSON.substring(sent), true);
			}
			assertQuick(way);
			for (PartClient client : clients) {
				assertThat(client.read()).isEqualTo("5000");
			}
			await().until(() -> way.waiting() == 0 && way.busyWorkers() == 0);
		}
		finally {
			for (PartClient client : clients) {
				client.close();
			}
		}
	}

	private static void assertQuick(Way way) throws Exception {
		long start = System.nanoTime();
		try (BodyClient quick = way.connect()) {
			assertThat(quick.send("GET /test/quick HTTP/1.1\r\nHost: localhost\r\n\r\n").read().body())
				.isEqualTo("quick");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@EnumSource
	void clientThatWaitsToBeAskedIsAsked(Way way) throws Exception {
		try (PartClient client = way.connectForParts()) {
			client.begin("POST", "/test/json", "application/json\r\nExpect: 100-continue", JSON.length());
			client.awaitContinue();
			client.send(JSON, true);
			assertThat(client.read()).isEqualTo("5000");
		}
	}

	@Test
	void bodiesForPagesAreNotWaitedFor() throws Exception {
		for (String target : new String[] { "GET /", "POST /", "POST /nope", "OPTIONS /sleep" }) {
			try (BodyClient client = Way.LENGTH.connect()) {
				client.send(target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nbo");
				BodyClient.Response response = client.read();
				assertThat(response.status()).as(target).isIn(200, 404);
				assertThat(Way.LENGTH.waiting()).isZero();
				client.send("dy!GET /test/quick HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("quick");
			}
		}
	}

	@Test
	void clientThatLeavesWhileItsRequestWaitsForASlotIsNoticed() throws Exception {
		String head = "POST /test/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n";
		AdmissionShutdown waitingRoom = plain.bean(AdmissionShutdown.class);
		BodyController controller = plain.bean(BodyController.class);
		List<BodyClient> clients = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			BodyClient client = Way.LENGTH.connect();
			clients.add(client.send(head + "x"));
			await().until(() -> Way.LENGTH.waiting() == 1);
			client.send(" y");
			await().until(() -> Way.LENGTH.waiting() == 0);
		}
		await().until(() -> waitingRoom.waiting() == 1 && controller.slow() == 4);
		clients.get(4).close();
		await().atMost(Duration.ofSeconds(2)).until(() -> waitingRoom.waiting() == 0);
		controller.release();
		for (BodyClient client : clients.subList(0, 4)) {
			assertThat(client.read().body()).isEqualTo("x y");
			client.close();
		}
	}

	@Test
	void requestThatIsNotCompleteWhenTheServerGoesDownIsServedOrRefused() throws Exception {
		BodyApplication application = BodyApplication.start("--spring.lifecycle.timeout-per-shutdown-phase=4s");
		Bodies bodies = application.bean(Bodies.class);
		Drain drain = application.bean(Drain.class);
		String head = "POST /test/form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
				+ "Content-Length: 7\r\n\r\na=x";
		try (BodyClient complete = application.connect(); BodyClient stalled = application.connect()) {
			complete.send(head);
			stalled.send(head);
			await().until(() -> bodies.waiting() == 2);
			Thread closing = new Thread(application::close, "closing");
			closing.start();
			await().until(() -> !drain.isRunning());
			BodyClient.Response response = complete.send("&b=y").read();
			assertThat(response.body()).isEqualTo("x,y");
			assertThat(response.isLast()).isTrue();
			assertThat(stalled.read().status()).isEqualTo(503);
			closing.join();
		}
	}

	/** How a body is sent. */
	enum Way {

		LENGTH, CHUNKS, HTTP2, TLS;

		/**
		 * How many requests share a connection: Tomcat regards many small frames as an
		 * attack.
		 */
		int requests() {
			return (this == HTTP2) ? 1 : 3;
		}

		BodyApplication application() {
			return (this == TLS) ? tls : plain;
		}

		int waiting() {
			return application().waiting();
		}

		int busyWorkers() {
			return application().busyWorkers();
		}

		BodyClient connect() throws IOException {
			return application().connect();
		}

		PartClient connectForParts() throws IOException {
			return switch (this) {
				case LENGTH, TLS -> new PartClient.Plain(connect(), false);
				case CHUNKS -> new PartClient.Plain(connect(), true);
				case HTTP2 -> new PartClient.Streamed(Http2Connection.open(plain.port()));
			};
		}

	}

}
