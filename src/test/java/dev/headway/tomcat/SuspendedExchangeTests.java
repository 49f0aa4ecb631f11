package dev.headway.tomcat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
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

	private final BlockingQueue<SuspendedExchange> suspended = new LinkedBlockingQueue<>();

	private final BlockingQueue<SuspendedExchange.Next> decisions = new LinkedBlockingQueue<>();

	private final BlockingQueue<Thread> afterEvent = new LinkedBlockingQueue<>();

	private final Semaphore handling = new Semaphore(0);

	private final AtomicInteger ended = new AtomicInteger();

	private EmbeddedServer server;

	private BodyClient client;

	@BeforeEach
	void start(@TempDir Path directory) throws Exception {
		this.server = EmbeddedServer.start(directory, Suspending::new, (request, response) -> {
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
			SuspendedExchange exchange = this.suspended.take();
			await().until(() -> this.server.pool().busy() == 0);
			exchange.resume();
			exchange.resume();
			assertThat(this.client.read().body()).isEqualTo("/suspended");
			assertThat(this.client.send(OTHER).read().body()).isEqualTo("/other");
			// has no effect any more
			exchange.resume();
		}
		assertThat(this.ended).hasValue(0);
	}

	@Test
	void requestGoesOnWithTheEventOnTheSameWorker() throws Exception {
		this.client.send(REQUEST);
		this.suspended.take();
		this.decisions.add(SuspendedExchange.Next.WAIT);
		this.client.send(OTHER.substring(0, 3));
		this.handling.acquire();
		this.decisions.add(SuspendedExchange.Next.GO_ON);
		this.client.send(OTHER.substring(3));
		assertThat(this.client.read().body()).isEqualTo("/suspended");
		assertThat(this.client.read().body()).isEqualTo("/other");
	}

	@Test
	void requestThatIsResumedWhileAnEventIsHandledIsServed() throws Exception {
		for (SuspendedExchange.Next decision : new SuspendedExchange.Next[] { SuspendedExchange.Next.WAIT,
				SuspendedExchange.Next.GO_ON }) {
			this.client.send(REQUEST);
			SuspendedExchange exchange = this.suspended.take();
			this.client.send(OTHER);
			// the worker is in arrived() now
			this.handling.acquire();
			exchange.resume();
			this.decisions.add(decision);
			assertThat(this.client.read().body()).isEqualTo("/suspended");
			assertThat(this.client.read().body()).isEqualTo("/other");
		}
	}

	@Test
	void requestThatIsResumedJustAfterAnEventIsServed() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.suspended.take();
		this.afterEvent.add(new Thread(exchange::resume, "resuming"));
		this.decisions.add(SuspendedExchange.Next.WAIT);
		this.client.send(OTHER);
		assertThat(this.client.read().body()).isEqualTo("/suspended");
		assertThat(this.client.read().body()).isEqualTo("/other");
	}

	@Test
	void requestEndsWithTheEvent() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.suspended.take();
		this.decisions.add(SuspendedExchange.Next.END);
		this.client.send(OTHER);
		assertThat(this.client.isClosed()).isTrue();
		await().until(() -> this.ended.get() == 1);
		assertNextIsNotDisturbedBy(exchange);
	}

	@Test
	void requestWhoseConnectionIsResetEndsOnce() throws Exception {
		this.client.send(REQUEST);
		SuspendedExchange exchange = this.suspended.take();
		this.client.reset();
		await().until(() -> this.ended.get() == 1);
		assertNextIsNotDisturbedBy(exchange);
	}

	/** Coyote reuses its request object. */
	private void assertNextIsNotDisturbedBy(SuspendedExchange over) throws Exception {
		try (BodyClient next = new BodyClient(this.server.connect())) {
			next.send(REQUEST);
			SuspendedExchange exchange = this.suspended.take();
			over.resume();
			next.send(OTHER);
			this.handling.acquire();
			this.decisions.add(SuspendedExchange.Next.WAIT);
			exchange.resume();
			assertThat(next.read().body()).isEqualTo("/suspended");
			assertThat(next.read().body()).isEqualTo("/other");
		}
		assertThat(this.ended).hasValue(1);
	}

	@Test
	void headersThatAreTooLargeAreAFailureAsEver() throws Exception {
		this.client.send(REQUEST.replace("/suspended", "/suspended?large"));
		this.suspended.take().resume();
		assertThat(this.client.read().status()).isEqualTo(500);
		assertThat(this.client.isClosed()).isTrue();
	}

	/** Suspends requests, and lets the poller report input. */
	private final class Suspending extends ForwardingAdapter {

		Suspending(Adapter delegate) {
			super(delegate);
		}

		@Override
		public void service(Request request, Response response) throws Exception {
			ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(request);
			if (processor == null || !request.requestURI().equals("/suspended")) {
				super.service(request, response);
				return;
			}
			SuspendedExchange exchange = SuspendedExchange.suspend(request, Duration.ofSeconds(20),
					new TestOwner(this, processor));
			processor.awaitInput();
			SuspendedExchangeTests.this.suspended.add(exchange);
		}

		void serve(Request request, Response response) throws Exception {
			super.service(request, response);
		}

		@Override
		public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
			boolean success = super.asyncDispatch(request, response, event);
			Thread resuming = SuspendedExchangeTests.this.afterEvent.poll();
			if (resuming != null) {
				resuming.start();
				resuming.join();
			}
			return success;
		}

	}

	private final class TestOwner implements SuspendedExchange.Owner {

		private final Suspending adapter;

		private final ConnectionAwareProcessor processor;

		TestOwner(Suspending adapter, ConnectionAwareProcessor processor) {
			this.adapter = adapter;
			this.processor = processor;
		}

		@Override
		public SuspendedExchange.Next arrived(Request request) {
			try {
				if (!takeInput()) {
					return SuspendedExchange.Next.WAIT;
				}
				SuspendedExchangeTests.this.handling.release();
				return SuspendedExchangeTests.this.decisions.take();
			}
			catch (IOException ex) {
				return SuspendedExchange.Next.END;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return SuspendedExchange.Next.END;
			}
		}

		/**
		 * Whether there is input. As long as some is left the poller reports nothing.
		 */
		private boolean takeInput() throws IOException {
			int read = this.processor.readInput(OTHER.length());
			int taken = read;
			while (read > 0) {
				read = this.processor.readInput(OTHER.length());
				taken += read;
			}
			this.processor.awaitInput();
			return taken > 0;
		}

		@Override
		public SuspendedExchange.Next expired() {
			return SuspendedExchange.Next.GO_ON;
		}

		@Override
		public void resumed(Request request, Response response) throws Exception {
			this.adapter.serve(request, response);
		}

		@Override
		public void ended() {
			SuspendedExchangeTests.this.ended.incrementAndGet();
		}

	}

}
