package dev.headway.tomcat;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.RawExchange;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.core.Ordered;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The answer to a refused request, unless the application has its own.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "headway.pool.size=1", "headway.waiting.capacity=0",
				"headway.admission.rules[0].path=/test/held/**", "headway.admission.rules[0].pace=slow" })
@Timeout(60)
class RefusalTests {

	private static final String PROBLEM = """
			{"type":"about:blank","title":"Service Unavailable","status":503}""";

	private static final String TEXT = "503 Service Unavailable\n";

	@LocalServerPort
	private int port;

	@Autowired
	private Held held;

	@Autowired
	private MeterRegistry meters;

	@Autowired
	private AtomicInteger filtered;

	private CompletableFuture<String> first = CompletableFuture.completedFuture("");

	@BeforeEach
	void takeTheOnlySlot() {
		this.first = CompletableFuture.supplyAsync(() -> exchange("GET", "/test/held/first", "*/*"));
		this.held.awaitEntered();
	}

	@AfterEach
	void giveItBack() {
		this.held.leave();
		assertThat(this.first.join()).startsWith("HTTP/1.1 200");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json, text/plain, */*", "application/problem+json" })
	void clientThatAcceptsJsonGetsAProblem(String accept) {
		assertRefused(exchange("GET", "/test/held/1", accept), "application/problem+json", PROBLEM);
	}

	@ParameterizedTest
	@ValueSource(strings = { "*/*", "text/html", "text/plain" })
	void othersGetALineOfText(String accept) {
		assertRefused(exchange("GET", "/test/held/1", accept), "text/plain;charset=UTF-8", TEXT);
	}

	private static void assertRefused(String answer, String type, String body) {
		assertThat(answer).startsWith("HTTP/1.1 503 ")
			.containsPattern("\r\nRetry-After: [1-9][0-9]*\r\n")
			.contains("\r\nCache-Control: no-store\r\n", "\r\nX-Content-Type-Options: nosniff\r\n",
					"\r\nContent-Type: " + type + "\r\n")
			.doesNotContain("Exception", "Tomcat", "headway", "Server:")
			.endsWith("\r\n\r\n" + body);
	}

	@Test
	void headHasTheHeadersAlone() {
		String answer = exchange("HEAD", "/test/held/1", "application/json");
		assertThat(answer).startsWith("HTTP/1.1 503 ")
			.contains("\r\nContent-Length: " + PROBLEM.length() + "\r\n",
					"\r\nContent-Type: application/problem+json\r\n")
			.endsWith("\r\n\r\n");
	}

	@Test
	void streamOfHttp2GetsTheSame() throws IOException {
		try (Http2Connection connection = Http2Connection.open(this.port)) {
			connection.get(1, "/test/held/1");
			assertThat(connection.readContent(1)).isEqualTo(TEXT);
			connection.get(3, "/");
			assertThat(connection.readContent(3)).contains("<h1>");
		}
	}

	@Test
	void nothingOfTheApplicationRuns() {
		int before = this.filtered.get();
		exchange("GET", "/test/held/1", "*/*");
		assertThat(this.filtered.get()).isEqualTo(before);
		exchange("GET", "/", "*/*");
		assertThat(this.filtered.get()).isEqualTo(before + 1);
	}

	/**
	 * A part of a large body has arrived, and the application doesn't read it.
	 */
	@Test
	void begunBodyOfARefusedRequestHoldsNoWorker() throws IOException {
		String answer = RawExchange.send(this.port, "POST /test/held/1 HTTP/1.1\r\nHost: localhost\r\n"
				+ "Content-Type: text/plain\r\nContent-Length: 100000\r\n\r\n" + "x".repeat(70_000));
		assertThat(answer).startsWith("HTTP/1.1 503 ");
		await().untilAsserted(() -> assertThat(busy()).as("the one that is held").isEqualTo(1));
	}

	private double busy() {
		return this.meters.get("headway.worker.busy").gauges().stream().mapToDouble(Gauge::value).sum();
	}

	@Test
	void refusalIsTimedOnceUnderItsPattern() {
		long before = refusals("/test/held/{id}");
		exchange("GET", "/test/held/1", "*/*");
		exchange("GET", "/test/held/2", "*/*");
		await().untilAsserted(() -> assertThat(refusals("/test/held/{id}")).isEqualTo(before + 2));
		Timer timer = this.meters.get("http.server.requests")
			.tag("uri", "/test/held/{id}")
			.tag("status", "503")
			.tag("method", "GET")
			.timer();
		assertThat(timer.getId().getTag("outcome")).isEqualTo("SERVER_ERROR");
		assertThat(timer.getId().getTag("exception")).isEqualTo("none");
		assertThat(timer.getId().getTag("error")).isEqualTo("none");
	}

	private long refusals(String pattern) {
		return this.meters.find("http.server.requests")
			.tag("uri", pattern)
			.tag("status", "503")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private String exchange(String method, String path, String accept) {
		try {
			return RawExchange.send(this.port,
					"%s %s HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nConnection: close\r\n\r\n".formatted(method,
							path, accept));
		}
		catch (IOException ex) {
			throw new java.io.UncheckedIOException(ex);
		}
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Application {

		@Bean
		@Primary
		RefusalHandler asInTheLibrary() {
			return new NegotiatedRefusal();
		}

		@Bean
		Held held() {
			return new Held();
		}

		@Bean
		AtomicInteger filtered() {
			return new AtomicInteger();
		}

		@Bean
		FilterRegistrationBean<Filter> countingFilter(AtomicInteger filtered) {
			FilterRegistrationBean<Filter> registration = new FilterRegistrationBean<>((request, response, chain) -> {
				filtered.incrementAndGet();
				chain.doFilter(request, response);
			});
			registration.setOrder(Ordered.HIGHEST_PRECEDENCE);
			return registration;
		}

	}

	/** A handler that keeps its requests until it is told to let them go. */
	@RestController
	static class Held {

		private final Semaphore entered = new Semaphore(0);

		private volatile CountDownLatch left = new CountDownLatch(1);

		@GetMapping("/test/held/{id}")
		String hold(@PathVariable String id) throws InterruptedException {
			CountDownLatch present = this.left;
			this.entered.release();
			present.await();
			return id;
		}

		@PostMapping("/test/held/{id}")
		String read(@PathVariable String id, @RequestBody String body) {
			return id + body.length();
		}

		void awaitEntered() {
			this.entered.acquireUninterruptibly();
		}

		void leave() {
			CountDownLatch present = this.left;
			this.left = new CountDownLatch(1);
			present.countDown();
		}

	}

}
