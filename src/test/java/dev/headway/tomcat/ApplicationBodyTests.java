package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import javax.net.ssl.SSLSocketFactory;

import dev.headway.admission.AdmissionShutdown;
import dev.headway.admission.DeclaredPace;
import dev.headway.admission.Pace;
import dev.headway.site.HeadwayApplication;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.TlsServer;
import dev.headway.worker.WorkerPool;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * An application whose handlers read bodies, with four slots, one express worker and no
 * spares.
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
	private static ConfigurableApplicationContext plain;

	@AutoClose
	private static ConfigurableApplicationContext tls;

	private static SSLSocketFactory sockets;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = start("--server.http2.enabled=true");
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		sockets = TlsServer.trusting(keys).getSocketFactory();
		tls = start("--server.ssl.key-store=" + keys, "--server.ssl.key-store-password=" + TlsServer.PASSWORD,
				"--server.ssl.key-store-type=PKCS12");
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		String[] all = Stream
			.concat(Stream.of("--server.port=0", "--headway.pool.spares=0", "--spring.servlet.multipart.enabled=true",
					"--spring.mvc.formcontent.filter.enabled=true"), Stream.of(arguments))
			.toArray(String[]::new);
		return new SpringApplicationBuilder(HeadwayApplication.class, Handlers.class).run(all);
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
		try (Client client = way.connect()) {
			for (int i = 0; i < way.requests(); i++) {
				client.begin(method, path, type, body.length());
				client.send(body.substring(0, body.length() / 2), false);
				await().until(() -> waiting(way) == 1 && busy(way) == 0);
				client.send(body.substring(body.length() / 2), true);
				assertThat(client.read()).isEqualTo(answer);
			}
		}
		assertThat(waiting(way)).isZero();
	}

	@ParameterizedTest
	@EnumSource
	void fiftyThatDripDoNotHoldUpAQuickRequest(Way way) throws Exception {
		List<Client> clients = new ArrayList<>();
		try {
			for (int i = 0; i < CLIENTS; i++) {
				Client client = way.connect();
				clients.add(client);
				client.begin("POST", "/test/json", "application/json", JSON.length());
			}
			await().until(() -> waiting(way) == CLIENTS);
			int sent = 0;
			while (JSON.length() - sent > PART) {
				for (Client client : clients) {
					client.send(JSON.substring(sent, sent + PART), false);
				}
				sent += PART;
				assertQuick(way);
			}
			assertThat(waiting(way)).isEqualTo(CLIENTS);
			for (Client client : clients) {
				client.send(JSON.substring(sent), true);
			}
			assertQuick(way);
			for (Client client : clients) {
				assertThat(client.read()).isEqualTo("5000");
			}
			await().until(() -> waiting(way) == 0 && busy(way) == 0);
		}
		finally {
			for (Client client : clients) {
				client.close();
			}
		}
	}

	private static void assertQuick(Way way) throws Exception {
		long start = System.nanoTime();
		try (BodyClient quick = new BodyClient(way.socket())) {
			assertThat(quick.send("GET /test/quick HTTP/1.1\r\nHost: localhost\r\n\r\n").read().body())
				.isEqualTo("quick");
		}
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@EnumSource
	void clientThatWaitsToBeAskedIsAsked(Way way) throws Exception {
		try (Client client = way.connect()) {
			client.begin("POST", "/test/json", "application/json\r\nExpect: 100-continue", JSON.length());
			client.awaitContinue();
			client.send(JSON, true);
			assertThat(client.read()).isEqualTo("5000");
		}
	}

	@Test
	void bodiesForPagesAreNotWaitedFor() throws Exception {
		for (String target : new String[] { "GET /", "POST /", "POST /nope", "OPTIONS /sleep" }) {
			try (BodyClient client = new BodyClient(Way.LENGTH.socket())) {
				client.send(target + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nbo");
				BodyClient.Response response = client.read();
				assertThat(response.status()).as(target).isIn(200, 404);
				assertThat(waiting(Way.LENGTH)).isZero();
				client.send("dy!GET /test/quick HTTP/1.1\r\nHost: localhost\r\n\r\n");
				assertThat(client.read().body()).isEqualTo("quick");
			}
		}
	}

	@Test
	void clientThatLeavesWhileItsRequestWaitsForASlotIsNoticed() throws Exception {
		String head = "POST /test/slow HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n";
		AdmissionShutdown waitingRoom = plain.getBean(AdmissionShutdown.class);
		Handlers handlers = plain.getBean(Handlers.class);
		List<BodyClient> clients = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			BodyClient client = new BodyClient(Way.LENGTH.socket());
			clients.add(client.send(head + "x"));
			await().until(() -> waiting(Way.LENGTH) == 1);
			client.send(" y");
			await().until(() -> waiting(Way.LENGTH) == 0);
		}
		await().until(() -> waitingRoom.waiting() == 1 && handlers.slow.get() == 4);
		clients.get(4).close();
		await().atMost(Duration.ofSeconds(2)).until(() -> waitingRoom.waiting() == 0);
		handlers.release.countDown();
		for (BodyClient client : clients.subList(0, 4)) {
			assertThat(client.read().body()).isEqualTo("x y");
			client.close();
		}
	}

	@Test
	void requestThatIsNotCompleteWhenTheServerGoesDownIsServedOrRefused() throws Exception {
		ConfigurableApplicationContext context = start("--spring.lifecycle.timeout-per-shutdown-phase=4s");
		Bodies bodies = context.getBean(Bodies.class);
		Drain drain = context.getBean(Drain.class);
		String head = "POST /test/form HTTP/1.1\r\nHost: a\r\nContent-Type: application/x-www-form-urlencoded\r\n"
				+ "Content-Length: 7\r\n\r\na=x";
		try (BodyClient complete = new BodyClient(socket(context));
				BodyClient stalled = new BodyClient(socket(context))) {
			complete.send(head);
			stalled.send(head);
			await().until(() -> bodies.waiting() == 2);
			Thread closing = new Thread(context::close, "closing");
			closing.start();
			await().until(() -> !drain.isRunning());
			BodyClient.Response response = complete.send("&b=y").read();
			assertThat(response.body()).isEqualTo("x,y");
			assertThat(response.isLast()).isTrue();
			assertThat(stalled.read().status()).isEqualTo(503);
			closing.join();
		}
	}

	private static int waiting(Way way) {
		return way.context().getBean(Bodies.class).waiting();
	}

	private static int busy(Way way) {
		return way.context().getBean(WorkerPool.class).busy();
	}

	private static int port(ConfigurableApplicationContext context) {
		return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
	}

	private static Socket socket(ConfigurableApplicationContext context) throws IOException {
		return new Socket("127.0.0.1", port(context));
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

		ConfigurableApplicationContext context() {
			return (this == TLS) ? tls : plain;
		}

		Socket socket() throws IOException {
			return (this == TLS) ? sockets.createSocket("127.0.0.1", port(tls)) : ApplicationBodyTests.socket(plain);
		}

		Client connect() throws IOException {
			return switch (this) {
				case LENGTH, TLS -> new PlainClient(new BodyClient(socket()), false);
				case CHUNKS -> new PlainClient(new BodyClient(socket()), true);
				case HTTP2 -> new StreamClient(Http2Connection.open(port(plain)));
			};
		}

	}

	/** Sends bodies in parts. */
	private interface Client extends AutoCloseable {

		void begin(String method, String path, String type, int length) throws IOException;

		void awaitContinue() throws IOException;

		void send(String part, boolean last) throws IOException;

		String read() throws IOException;

		@Override
		void close() throws IOException;

	}

	private record PlainClient(BodyClient client, boolean chunked) implements Client {

		@Override
		public void begin(String method, String path, String type, int length) throws IOException {
			this.client.send("%s %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n%s\r\n\r\n".formatted(method,
					path, type, this.chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + length));
		}

		@Override
		public void awaitContinue() throws IOException {
			assertThat(this.client.read().status()).isEqualTo(100);
		}

		@Override
		public void send(String part, boolean last) throws IOException {
			this.client
				.send(this.chunked ? "%x\r\n%s\r\n%s".formatted(part.length(), part, last ? "0\r\n\r\n" : "") : part);
		}

		@Override
		public String read() throws IOException {
			BodyClient.Response response = this.client.read();
			assertThat(response.isLast()).isFalse();
			return response.body();
		}

		@Override
		public void close() throws IOException {
			this.client.close();
		}

	}

	private static final class StreamClient implements Client {

		private final Http2Connection connection;

		private int stream = -1;

		StreamClient(Http2Connection connection) {
			this.connection = connection;
		}

		@Override
		public void begin(String method, String path, String type, int length) throws IOException {
			this.stream += 2;
			List<String> headers = new ArrayList<>(List.of(":method", method, ":scheme", "http", ":path", path,
					":authority", "localhost", "content-length", "" + length, "content-type"));
			headers.addAll(List.of(type.replace("Expect", "expect").split("\r\n|: ")));
			this.connection.send(HEADERS, END_HEADERS, this.stream,
					Http2Connection.headers(headers.toArray(String[]::new)));
		}

		@Override
		public void awaitContinue() throws IOException {
			Http2Connection.Frame frame = this.connection.read();
			while (frame.type() != HEADERS) {
				frame = this.connection.read();
			}
			assertThat(frame.endsStream()).isFalse();
		}

		@Override
		public void send(String part, boolean last) throws IOException {
			this.connection.send(DATA, last ? END_STREAM : 0, this.stream, part.getBytes(StandardCharsets.US_ASCII));
		}

		@Override
		public String read() throws IOException {
			return this.connection.readContent(this.stream);
		}

		@Override
		public void close() throws IOException {
			this.connection.close();
		}

	}

	@TestConfiguration(proxyBeanMethods = false)
	@RestController
	static class Handlers {

		private final AtomicInteger slow = new AtomicInteger();

		private final CountDownLatch release = new CountDownLatch(1);

		@GetMapping("/test/quick")
		String quick() {
			return "quick";
		}

		@Pace(DeclaredPace.SLOW)
		@PostMapping("/test/slow")
		String slow(@RequestBody String body) throws InterruptedException {
			this.slow.incrementAndGet();
			this.release.await();
			return body;
		}

		@PostMapping("/test/json")
		String json(@RequestBody Map<String, String> body) {
			return "" + body.get("text").length();
		}

		@PostMapping("/test/form")
		String form(@RequestParam String a, @RequestParam String b) {
			return a + "," + b;
		}

		@PutMapping("/test/form")
		String putForm(@RequestParam String a, @RequestParam String b) {
			return form(a, b);
		}

		@PostMapping("/test/upload")
		String upload(@RequestParam MultipartFile file, @RequestParam String comment) throws IOException {
			return file.getOriginalFilename() + ": " + new String(file.getBytes(), StandardCharsets.UTF_8) + ", "
					+ comment;
		}

		@PostMapping("/test/available")
		String available(HttpServletRequest request) throws IOException {
			ServletInputStream body = request.getInputStream();
			// Tomcat only reports whether any bytes are available
			boolean available = body.available() > 0;
			return available + ": " + new String(body.readAllBytes(), StandardCharsets.UTF_8);
		}

		@PostMapping("/test/listener")
		void listener(HttpServletRequest request, HttpServletResponse response) throws IOException {
			AsyncContext context = request.startAsync();
			ServletInputStream body = request.getInputStream();
			ByteArrayOutputStream read = new ByteArrayOutputStream();
			body.setReadListener(new ReadListener() {

				@Override
				public void onDataAvailable() throws IOException {
					while (body.isReady() && !body.isFinished()) {
						int next = body.read();
						if (next >= 0) {
							read.write(next);
						}
					}
				}

				@Override
				public void onAllDataRead() throws IOException {
					response.setContentLength(read.size());
					read.writeTo(response.getOutputStream());
					context.complete();
				}

				@Override
				public void onError(Throwable failure) {
					context.complete();
				}

			});
		}

	}

}
