package dev.headway.tomcat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;

/** Suspends each request to {@code /suspended}, and lets a test decide how it goes on. */
final class SuspendedRequests {

	private final BlockingQueue<SuspendedExchange> suspended = new LinkedBlockingQueue<>();

	private final BlockingQueue<SuspendedExchange.Next> decisions = new LinkedBlockingQueue<>();

	private final BlockingQueue<Thread> afterEvent = new LinkedBlockingQueue<>();

	private final Semaphore handling = new Semaphore(0);

	private final AtomicInteger ended = new AtomicInteger();

	private final int inputSize;

	/**
	 * Begins without requests.
	 * @param inputSize how many bytes a worker reads at a time, after a request
	 */
	SuspendedRequests(int inputSize) {
		this.inputSize = inputSize;
	}

	/** Makes the adapter that suspends requests before the delegate serves them. */
	Adapter adapter(Adapter delegate) {
		return new Suspending(delegate);
	}

	/** Waits for the next request that is suspended. */
	SuspendedExchange next() throws InterruptedException {
		return this.suspended.take();
	}

	/** Decides how a request goes on after an event, this one or the next. */
	void decide(SuspendedExchange.Next decision) {
		this.decisions.add(decision);
	}

	/** Waits until a worker handles an event and needs a decision. */
	void awaitEvent() throws InterruptedException {
		this.handling.acquire();
	}

	/** Runs an action on a thread of its own just after the next event. */
	void afterEvent(Runnable action) {
		this.afterEvent.add(new Thread(action, "resuming"));
	}

	/** How many requests have ended early. */
	int ended() {
		return this.ended.get();
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
			SuspendedRequests.this.suspended.add(exchange);
		}

		void serve(Request request, Response response) throws Exception {
			super.service(request, response);
		}

		@Override
		public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
			boolean success = super.asyncDispatch(request, response, event);
			Thread resuming = SuspendedRequests.this.afterEvent.poll();
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
				SuspendedRequests.this.handling.release();
				return SuspendedRequests.this.decisions.take();
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
			int read = this.processor.readInput(SuspendedRequests.this.inputSize);
			int taken = read;
			while (read > 0) {
				read = this.processor.readInput(SuspendedRequests.this.inputSize);
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
			SuspendedRequests.this.ended.incrementAndGet();
		}

	}

}
