package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Requests whose bodies don't arrive are answered without the application. All counters
 * of requests count them once, like Spring if it had waited for the body.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "headway.bodies.timeout=1s")
@Timeout(60)
class MissingBodyTests {

	@LocalServerPort
	private int port;

	@Autowired
	private MeterRegistry meters;

	@ParameterizedTest
	@ValueSource(strings = { "Content-Length: 5\r\n\r\nbo", "Transfer-Encoding: chunked\r\n\r\n5\r\nab" })
	void clientThatEndsItsHalfTooEarlyIsCounted(String rest) throws IOException {
		assertCounted(rest, true, 400);
	}

	@Test
	void clientThatTakesTooLongIsCounted() throws IOException {
		assertCounted("Content-Length: 5\r\n\r\nbo", false, 408);
	}

	private void assertCounted(String rest, boolean end, int status) throws IOException {
		long observed = observed(status);
		double recorded = recorded();
		try (Socket client = new Socket("127.0.0.1", this.port)) {
			client.setSoTimeout(20_000);
			client.getOutputStream()
				.write(("POST /test/body/1 HTTP/1.1\r\nHost: a\r\nContent-Type: text/plain\r\n" + rest)
					.getBytes(StandardCharsets.US_ASCII));
			if (end) {
				client.shutdownOutput();
			}
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.startsWith("HTTP/1.1 " + status);
		}
		await().untilAsserted(() -> assertThat(recorded()).isEqualTo(recorded + 1));
		assertThat(observed(status)).isEqualTo(observed + 1);
	}

	private long observed(int status) {
		return this.meters.find("http.server.requests")
			.tag("uri", "/test/body/{id}")
			.tag("status", Integer.toString(status))
			.tag("method", "POST")
			.timers()
			.stream()
			.mapToLong(Timer::count)
			.sum();
	}

	private double recorded() {
		return this.meters.get("headway.worker.requests")
			.functionCounters()
			.stream()
			.mapToDouble((worker) -> worker.count())
			.sum();
	}

	@TestConfiguration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Reader reader() {
			return new Reader();
		}

	}

	/** Never gets its body. */
	@RestController
	static class Reader {

		@PostMapping("/test/body/{id}")
		String read(@RequestBody String body) {
			return body;
		}

	}

}
