package dev.headway.tomcat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.headway.worker.endpoint.SharedScrapes;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.AsyncContextCallback;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the workers that Actuator may have, so that a crowd of scrapes holds nobody up.
 * Requests beyond wait in order, without a worker and before any filter, and get 503 when
 * they have waited too long.
 * <p>
 * A request that waits is suspended at Coyote, below the servlet API. Coyote's request
 * objects are used again for other connections, so one that waits must be forgotten
 * before it ends in another way. It ends through {@link #asyncDispatch}, or through
 * {@link #forget} when its connection is closed; both remove it under the lock under
 * which the next one is resumed.
 */
final class ActuatorGate extends ForwardingAdapter {

	/** Two, so that a slow scrape doesn't hold up a health probe. */
	static final int WORKERS = 2;

	/** Tomcat leaves the notes from 17 to 31 to others. */
	private static final int WAITING = 19;

	private final ActuatorRequests actuator;

	private final Duration timeout;

	// Mutable state, guarded by this

	private final Deque<Waiting> line = new ArrayDeque<>();

	private int running;

	ActuatorGate(Adapter delegate, ActuatorRequests actuator, Duration timeout) {
		super(delegate);
		this.actuator = actuator;
		this.timeout = timeout;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		if (!this.actuator.include(request) || response.getStatus() >= HttpServletResponse.SC_BAD_REQUEST) {
			super.service(request, response);
			return;
		}
		request.setAttribute(SharedScrapes.ARRIVED, System.nanoTime());
		if (enter(request)) {
			run(request, response);
		}
	}

	/** Whether the request may run now. Otherwise it is suspended, and will come back. */
	private synchronized boolean enter(Request request) {
		if (this.running < WORKERS) {
			this.running++;
			return true;
		}
		Waiting waiting = new Waiting(this, request);
		request.action(ActionCode.ASYNC_START, waiting);
		request.action(ActionCode.ASYNC_SETTIMEOUT, this.timeout.toMillis());
		request.setNote(WAITING, waiting);
		this.line.addLast(waiting);
		return false;
	}

	private void run(Request request, Response response) throws Exception {
		try {
			super.service(request, response);
		}
		finally {
			leave();
		}
	}

	/** Gives a worker back: to the one that waits longest, if there is one. */
	private synchronized void leave() {
		Waiting next = this.line.pollFirst();
		if (next == null) {
			this.running--;
			return;
		}
		next.admitted = true;
		next.request.action(ActionCode.ASYNC_DISPATCH, null);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		Waiting waiting = (Waiting) request.getNote(WAITING);
		if (waiting == null) {
			return super.asyncDispatch(request, response, event);
		}
		switch (event) {
			case STOP, DISCONNECT, ERROR, CONNECT_FAIL -> {
				remove(waiting);
				return false;
			}
			case TIMEOUT -> expire(waiting);
			case OPEN_READ, OPEN_WRITE -> {
			}
		}
		if (isResumed(request)) {
			resume(waiting, request, response);
		}
		return true;
	}

	/** Otherwise something has come in from the client, which can wait. */
	private static boolean isResumed(Request request) {
		AtomicBoolean resumed = new AtomicBoolean();
		request.action(ActionCode.ASYNC_IS_DISPATCHING, resumed);
		return resumed.get();
	}

	private void resume(Waiting waiting, Request request, Response response) throws Exception {
		request.action(ActionCode.ASYNC_DISPATCHED, null);
		request.setNote(WAITING, null);
		if (waiting.admitted) {
			run(request, response);
		}
		else {
			refuse(response);
			super.service(request, response);
		}
	}

	/** In error before it is served, a request meets no application, only its page. */
	private static void refuse(Response response) {
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		response.setHeader("Retry-After", "1");
		response.setError();
	}

	/** Resumes the request without a worker of ours, unless it has just got one. */
	private synchronized void expire(Waiting waiting) {
		if (this.line.remove(waiting)) {
			waiting.request.action(ActionCode.ASYNC_TIMEOUT, new AtomicBoolean());
			waiting.request.action(ActionCode.ASYNC_DISPATCH, null);
		}
	}

	/** The request ends without being served. */
	private synchronized void remove(Waiting waiting) {
		waiting.request.setNote(WAITING, null);
		if (!this.line.remove(waiting) && waiting.admitted) {
			leave();
		}
	}

	/** Forgets a request, if it waits, because its connection is closed. */
	static void forget(Request request) {
		Waiting waiting = (Waiting) request.getNote(WAITING);
		if (waiting != null) {
			waiting.gate.remove(waiting);
		}
	}

	/** A request that waits; Tomcat takes it for an asynchronous context. */
	private static final class Waiting implements AsyncContextCallback {

		private final ActuatorGate gate;

		private final Request request;

		/** Guarded by the gate. */
		private boolean admitted;

		Waiting(ActuatorGate gate, Request request) {
			this.gate = gate;
			this.request = request;
		}

		@Override
		public void fireOnComplete() {
			// nobody listens
		}

		@Override
		public boolean isAvailable() {
			return true;
		}

		@Override
		public void incrementInProgressAsyncCount() {
			// no context has seen it
		}

		@Override
		public void decrementInProgressAsyncCount() {
			// no context has seen it
		}

	}

}
