package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * On a real port: an adapter suspends each request to {@code /suspended}, and the test
 * decides how it goes on.
 */
@Timeout(60)
class SuspendedExchangeTests {

	private static final String REQUEST = "GET /suspended HTTP/1.1\r\nHost: a\r\n\r\n";

	private static final String OTHER = "GET /other HTTP/1.1\r\nHost: a\r\n\r\n";

	private final SuspendedRequests requests = new SuspendedRequests(OTHER.length());

	private EmbeddedServer server;

	private BodyClient client;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.server = EmbeddedServer.start(directory, this.requests::adapter, (request, response) -> {
			if (request.getQueryString() != null) {
				response.setHeader("X-Large", "x".repeat(100_000));
			}
			byte[] answer = request.getRequestURI().getBytes(StandardCharsets.US_ASCII);
			response.setContentLength(answer.length);
			response.getOutputStream().write(answer);
		});
		this.client = new BodyClient(this.server.connect());
	}

	@AfterEach
	void stop() throws Exception {
		this.client.close();
		this.server.close();
	}

	@Test
	void resumedRequestIsServedAndItsConnectionKept() throws Exception {
		for (int i = 0; i < 3; i++) {
			this.client.send(REQUEST);
			SuspendedExchange exchange = this.requests.next();
			await().until(() -> this.server.pool().busy() == 0);
			exchange.resume();
			exchange.resume();
			assertThat(this.client.read().body()).isEqualTo("/suspended");
			assertThat(this.client.send(OTHER).read().body()).isEqualTo("/other");
			// has no effect any more
			exchange.resume();
		}
		assertThat(this.requests.ended()).isZero();
	}

	@Test
	void requestGoesOnWithTheEventOnTheSameWorker() throws Exception {
		this.client.send(REQUEST);
		this.requests.next();
		this.requests.decide(SuspendedExchange.Next.WAIT);
		this.client.send(OTHER.substring(0, 3));
		this.requests.awaitEvent();
		this.requests.decide(SuspendedExchange.Next.GO_ON);
		this.client.send(OTHER.substring(3));
		assertThat(this.client.read().body()).isEqualTo("/suspended");
		assertThat(this.client.read().body()).isEqualTo("/other");
	}

	@Test
	void requestThatIsResumedWhileAnEventIsHandledIsServed() throws Exception {
		for (SuspendedExchange.Next decision : new SuspendedExchange.Next[] { SuspendedExchange.Next.WAIT,
				SuspendedExchange.Next.GO_ON }) {
			this.client.send(REQUEST);
			SuspendedExchange exchange = this.requests.next();
			this.client.send(OTHER);
			// the worker is in arrived() now
			this.requests.awaitEvent();
			exchange.resume();
			this.requests.decide(decision);
			assertThat(this.client.read().body()).isEqualTo("/suspended");
			assertThat(this.client.read().body()).isEqualTo("/other");
		}
	}

	@Test
	void requestThatIsResumedJustAfterAnEventIsServed() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.requests.next();
		this.requests.afterEvent(exchange::resume);
		this.requests.decide(SuspendedExchange.Next.WAIT);
		this.client.send(OTHER);
		assertThat(this.client.read().body()).isEqualTo("/suspended");
		assertThat(this.client.read().body()).isEqualTo("/other");
	}

	@Test
	void requestEndsWithTheEvent() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.requests.next();
		this.requests.decide(SuspendedExchange.Next.END);
		this.client.send(OTHER);
		assertThat(this.client.isClosed()).isTrue();
		await().until(() -> this.requests.ended() == 1);
		assertNextIsNotDisturbedBy(exchange);
	}

	@Test
	void requestWhoseConnectionIsResetEndsOnce() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.requests.next();
		this.client.reset();
		await().until(() -> this.requests.ended() == 1);
		assertNextIsNotDisturbedBy(exchange);
	}

	/** Coyote reuses its request object. */
	private void assertNextIsNotDisturbedBy(SuspendedExchange over) throws Exception {
		try (BodyClient next = new BodyClient(this.server.connect())) {
			next.send(REQUEST);
			SuspendedExchange exchange = this.requests.next();
			over.resume();
			next.send(OTHER);
			this.requests.awaitEvent();
			this.requests.decide(SuspendedExchange.Next.WAIT);
			exchange.resume();
			assertThat(next.read().body()).isEqualTo("/suspended");
			assertThat(next.read().body()).isEqualTo("/other");
		}
		assertThat(this.requests.ended()).isEqualTo(1);
	}

	@Test
	void headersThatAreTooLargeAreAFailureAsEver() throws Exception {
		this.client.send(REQUEST.replace("/suspended", "/suspended?large"));
		this.requests.next().resume();
		assertThat(this.client.read().status()).isEqualTo(500);
		assertThat(this.client.isClosed()).isTrue();
	}

}
