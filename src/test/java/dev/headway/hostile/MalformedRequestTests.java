package dev.headway.hostile;

import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerSnapshot;
import dev.headway.worker.WorkerState;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * For any bytes the server answers each request once, says nothing about itself, and goes
 * on. The cases are in the classes named {@code ...Cases}.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "headway.sleep=100ms")
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(10)
class MalformedRequestTests {

	private static final Pattern LEAK = Pattern.compile(
			"(?i)apache|tomcat|catalina|coyote|spring|java/|11\\.0\\.|\\bat org\\.|exception|\nserver:|x-powered-by");

	private static final String GOOD = RequestText.target("/");

	private final RawClient client;

	private final ThreadPool pool;

	/** The first page seen for each status: all later ones have to be the same. */
	private final Map<Integer, String> pages = new HashMap<>();

	MalformedRequestTests(@LocalServerPort int port, @Autowired ThreadPool pool) {
		this.client = new RawClient(port, Duration.ofSeconds(5));
		this.pool = pool;
	}

	@ParameterizedTest(name = "{0}")
	@MethodSource("cases")
	void hostileRequestGetsWhatTheSpecificationSays(Case hostile, CapturedOutput output) throws IOException {
		Expectation expected = hostile.expectation();
		String received = expected.statuses().isEmpty() ? this.client.exchangeAndEnd(hostile.request())
				: this.client.exchange(hostile.request());
		List<RawResponse> responses = RawResponse.parse(received);
		assertThat(responses).extracting(RawResponse::status).isEqualTo(expected.statuses());
		assertThat(responses).allSatisfy(this::isOurOwn);
		assertThat(responses.stream().skip(Math.max(0, responses.size() - 1)))
			.allSatisfy((last) -> assertThat(last.headers("Connection"))
				.isEqualTo(expected.close() ? List.of("close") : List.of()));
		assertThat(output.getAll()).doesNotContain(" WARN ", " ERROR ", "\tat ");
	}

	static Stream<Case> cases() {
		return Stream
			.of(RequestLineCases.cases(), TargetCases.cases(), HeaderCases.cases(), FramingCases.cases(),
					SmugglingCases.cases(), OtherProtocolCases.cases())
			.flatMap((cases) -> cases);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "GET / HTTP/1.1\r\n\r\n", "G@T / HTTP/1.1\r\n\r\n", "GET /% HTTP/1.1\r\nHost: headway\r\n\r\n",
					"GET / HTTP/1.1\r\nHost: headway\r\nContent-Length: x\r\n\r\n" })
	void badRequestEndsTheConnection(String request) throws IOException {
		assertThat(RawResponse.parse(this.client.exchange(request))).singleElement().satisfies((response) -> {
			assertThat(response.status()).isEqualTo(400);
			assertThat(response.headers("Connection")).containsExactly("close");
		});
	}

	/**
	 * That is HTTP/0.9, a page without a head. RFC 9112 has removed it, so 400 would be
	 * better, but Tomcat has no setting for that. The good request after it resets a
	 * state that Tomcat forgets to reset, see
	 * {@link #badRequestAfterOneWithoutVersionHasAHead()}.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET /\r\n", "GET /nowhere\n", "GET HTTP/1.1\r\n", "POST /\r\n", "EHLO client\r\n" })
	void requestWithoutVersionGetsAPageWithoutAHead(String request) throws IOException {
		String received = this.client.exchange(request);
		this.client.exchange(GOOD);
		assertThat(received).startsWith("<!DOCTYPE html>").contains("<h1>").doesNotContainPattern(LEAK);
	}

	@AfterAll
	@Timeout(20)
	void everyWorkerStillWorks() {
		List<Long> before = requests();
		await().untilAsserted(() -> {
			sleepOnEveryWorker();
			List<Long> now = requests();
			assertThat(IntStream.range(0, this.pool.size())).allMatch((number) -> now.get(number) > before.get(number));
		});
		await().untilAsserted(() -> assertThat(this.pool.snapshot().workers()).extracting(WorkerSnapshot::state)
			.containsOnly(WorkerState.IDLE));
	}

	private List<Long> requests() {
		return this.pool.snapshot().workers().stream().map(WorkerSnapshot::requests).toList();
	}

	private void sleepOnEveryWorker() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(this.pool.size());
		try {
			Callable<String> sleeper = () -> this.client.exchange(RequestText.target("/sleep"));
			for (Future<String> answer : clients.invokeAll(Collections.nCopies(this.pool.size(), sleeper))) {
				assertThat(answer.get()).startsWith("HTTP/1.1 200 ");
			}
		}
		finally {
			clients.shutdownNow();
		}
		assertThat(this.client.exchange(GOOD)).startsWith("HTTP/1.1 200 ");
	}

	/** A page that is the same for all clients can't repeat a client's input. */
	private void isOurOwn(RawResponse response) {
		assertThat(response.head() + response.body()).doesNotContainPattern(LEAK);
		if (response.status() == 200 && !response.headers("Allow").isEmpty()) {
			// Tomcat's answer to OPTIONS *
			assertThat(response.body()).isEmpty();
			return;
		}
		assertThat(response.headers("Content-Type")).containsExactly("text/html;charset=UTF-8");
		assertThat(response.headers("X-Content-Type-Options")).containsExactly("nosniff");
		assertThat(response.headers("Set-Cookie")).isEmpty();
		assertThat(response.body()).contains("<h1>")
			.isEqualTo(this.pages.computeIfAbsent(response.status(), (status) -> response.body()));
	}

}
