package dev.headway.actuate;

import java.io.IOException;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.Answer;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.RawConnection;
import dev.headway.testing.RawExchange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The answers that a web site gets whose name resolves to this server, on a real port.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "headway.board.allowed-hosts=board.example.com", "server.http2.enabled=true",
				"headway.stuck-after=100ms", "headway.sleep=3s", "management.endpoint.workers.cache.time-to-live=10s" })
@Timeout(120)
class ForeignHostTests {

	private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) ");

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			localhost:7878          | 200
			LocalHost.              | 200
			127.0.0.1               | 200
			[::1]:7878              | 200
			192.0.2.1:7878          | 200
			board.example.com       | 200
			BOARD.example.com.:443  | 200
			evil.example            | 403
			evil.example:7878       | 403
			EVIL.example.           | 403
			localhost.evil.example  | 403
			my-machine              | 403
			''                      | 200
			""")
	void workersAreShownUnderOwnNamesOnly(String host, int status) throws IOException {
		for (String accept : new String[] { "*/*", "application/json", "text/html" }) {
			String request = "GET /actuator/workers HTTP/1.1\r\nHost: " + host + "\r\nAccept: " + accept;
			assertThat(status(request)).isEqualTo(status);
		}
		assertThat(status("HEAD /actuator/workers HTTP/1.1\r\nHost: " + host)).isEqualTo(status);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator;a/workers", "/actuator/workers;a", "/actuator/workers/", "/actuator//workers",
			"//actuator/workers", "/./actuator/workers", "/%61ctuator/workers", "/actuator/workers?a" })
	void noOtherWayToWriteThePathLeadsThere(String path) throws IOException {
		assertThat(status("GET " + path + " HTTP/1.1\r\nHost: evil.example")).isIn(400, 403, 404);
	}

	@Test
	void refusalSaysWhatToDoAndNothingElse() throws IOException {
		String answer = ask("GET /actuator/workers HTTP/1.1\r\nHost: evil.example\r\nAccept: text/html");
		assertThat(answer).contains("headway.board.allowed-hosts", "Content-Type: text/plain", "nosniff", "no-store")
			.doesNotContain("evil", "requests", "<");
	}

	@Test
	void requestWithoutHostIsNoBrowsers() throws IOException {
		assertThat(status("GET /actuator/workers HTTP/1.0")).isEqualTo(200);
		assertThat(status("GET /actuator/workers HTTP/1.0\r\nHost: evil.example")).isEqualTo(403);
		assertThat(status("GET /actuator/workers HTTP/1.1")).isEqualTo(400);
	}

	@Test
	void targetThatNamesAnotherHostIsRefused() throws IOException {
		assertThat(status("GET http://evil.example/actuator/workers HTTP/1.1\r\nHost: localhost")).isEqualTo(400);
		assertThat(status("GET http://evil.example/actuator/workers HTTP/1.1\r\nHost: evil.example")).isEqualTo(403);
	}

	@ParameterizedTest
	@CsvSource({ ":authority, localhost, true", ":authority, 127.0.0.1:7878, true", ":authority, evil.example, false",
			":authority, evil.example:7878, false", "host, localhost, true", "host, evil.example, false" })
	void authorityOfHttp2IsAName(String header, String value, boolean shown) throws IOException {
		try (Http2Connection connection = Http2Connection.open(this.port)) {
			connection.send(Http2Connection.HEADERS, Http2Connection.END_HEADERS | Http2Connection.END_STREAM, 1,
					Http2Connection.headers(":method", "GET", ":scheme", "http", ":path", "/actuator/workers", header,
							value));
			assertThat(connection.readContent(1)).contains(shown ? "\"workers\":[" : "headway.board.allowed-hosts");
		}
	}

	@Test
	void forwardedNameIsNotBelievedUnlessAskedFor() throws IOException {
		String forwarded = "\r\nX-Forwarded-Host: localhost\r\nForwarded: host=localhost";
		assertThat(status("GET /actuator/workers HTTP/1.1\r\nHost: evil.example" + forwarded)).isEqualTo(403);
	}

	@ParameterizedTest
	@ValueSource(strings = { "native", "framework" })
	void forwardedNameCountsBesideTheHostIfAskedFor(String strategy) throws IOException {
		try (ConfigurableApplicationContext context = SpringApplication.run(HeadwayApplication.class, "--server.port=0",
				"--server.forward-headers-strategy=" + strategy, "--headway.board.allowed-hosts=board.example.com")) {
			int forwarding = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			assertThat(forwarded(forwarding, "localhost", "board.example.com")).isEqualTo(200);
			assertThat(forwarded(forwarding, "localhost", "evil.example")).isEqualTo(403);
			assertThat(forwarded(forwarding, "evil.example", "localhost")).isEqualTo(403);
		}
	}

	private static int forwarded(int port, String host, String forwarded) throws IOException {
		return status(port, "GET /actuator/workers HTTP/1.1\r\nHost: " + host + "\r\nX-Forwarded-Host: " + forwarded);
	}

	@Test
	void healthKeepsThePathsOfOthersToItself() throws Exception {
		// a cold server's first look at its health may take longer than a sleep
		assertThat(status("GET /actuator/health HTTP/1.1\r\nHost: localhost")).isEqualTo(200);
		CompletableFuture<Answer> sleeper = RawConnection.ask(URI.create("http://127.0.0.1:" + this.port), "/sleep");
		for (String group : new String[] { "", "/readiness", "/workers" }) {
			String health = "GET /actuator/health" + group + " HTTP/1.1\r\nHost: ";
			await().untilAsserted(() -> assertThat(ask(health + "localhost")).startsWith("HTTP/1.1 200")
				.containsPattern("Worker \\d has been at GET /sleep for \\d s"));
			assertThat(ask(health + "evil.example")).startsWith("HTTP/1.1 200")
				.containsPattern("Worker \\d has been at a request for \\d s")
				.doesNotContain("/sleep");
		}
		assertThat(sleeper.join().status()).isEqualTo(200);
	}

	@Test
	void healthTellsNothingOfTheMachine() throws IOException {
		assertThat(ask("GET /actuator/health HTTP/1.1\r\nHost: localhost")).contains("\"workers\"", "\"livenessState\"")
			.doesNotContain("diskSpace", "path", "total", System.getProperty("user.dir"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/health", "/health/liveness", "/health/nope", "/prometheus", "/workers" })
	void answersOfActuatorAreNeitherCachedNorGuessedAt(String path) throws IOException {
		assertThat(ask("GET /actuator" + path + " HTTP/1.1\r\nHost: localhost")).contains("Cache-Control: no-store\r\n",
				"X-Content-Type-Options: nosniff\r\n");
	}

	@Test
	void pagesOfForeignNamesAreNoBoards() throws IOException {
		String request = "GET / HTTP/1.1\r\nHost: evil.example:%1$d\r\nOrigin: http://evil.example:%1$d";
		assertThat(ask(request.formatted(this.port))).startsWith("HTTP/1.1 200 ")
			.contains("Vary: Origin")
			.doesNotContain("Access-Control");
	}

	private int status(String request) throws IOException {
		return status(this.port, request);
	}

	private static int status(int port, String request) throws IOException {
		return STATUS.matcher(RawExchange.send(port, request + "\r\nConnection: close\r\n\r\n"))
			.results()
			.map((match) -> Integer.valueOf(match.group(1)))
			.findFirst()
			.orElseThrow();
	}

	private String ask(String request) throws IOException {
		return RawExchange.send(this.port, request + "\r\nConnection: close\r\n\r\n");
	}

}
