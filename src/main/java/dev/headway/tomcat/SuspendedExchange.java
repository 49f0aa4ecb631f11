package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.apache.coyote.ActionCode;
import org.apache.coyote.AsyncContextCallback;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * A request that is suspended at Coyote, below the servlet API: it holds no worker, and
 * no filter has seen it. Coyote is told that it is asynchronous, without a context.
 * <p>
 * Coyote uses its request objects again for other connections. So a suspended request is
 * forgotten before its object is given up, in one of two ways: an event that ends it, or
 * {@link #forget}, when its connection is closed. Both take the lock under which it is
 * resumed:
 *
 * <pre>
 * other:   resumes it                        takes the lock, has been forgotten: nothing
 * worker:             is told of the error, forgets it, gives the object up
 * </pre>
 *
 * Thread-safe.
 */
final class SuspendedExchange implements AsyncContextCallback {

	private final Request request;

	private final Owner owner;

	// Mutable state, guarded by this

	private boolean over;

	private SuspendedExchange(Request request, Owner owner) {
		this.request = request;
		this.owner = owner;
	}

	/** Suspends a request. The caller's worker goes on to other work. */
	static SuspendedExchange suspend(Request request, Owner owner) {
		SuspendedExchange suspended = new SuspendedExchange(request, owner);
		request.action(ActionCode.ASYNC_START, suspended);
		request.setNote(RequestNotes.SUSPENDED_EXCHANGE, suspended);
		return suspended;
	}

	/** The request, if it is suspended. */
	static @Nullable SuspendedExchange of(Request request) {
		return (SuspendedExchange) request.getNote(RequestNotes.SUSPENDED_EXCHANGE);
	}

	/** Has the request go on, on any worker; without effect if it has ended. */
	synchronized void resume() {
		if (!this.over) {
			TomcatExecutor.first(() -> this.request.action(ActionCode.ASYNC_DISPATCH, null));
		}
	}

	/**
	 * Ends a request from outside, unless it has ended, goes on, or a check says that it
	 * still waits.
	 * @param waits the check, run while nobody can resume the request
	 * @param close has its connection closed
	 */
	void endUnless(BooleanSupplier waits, Runnable close) {
		synchronized (this) {
			if (this.over || isResumed() || waits.getAsBoolean()) {
				return;
			}
			this.over = true;
			close.run();
		}
		this.owner.ended();
	}

	/**
	 * An event has come for the request.
	 * @return false if its connection is to be closed
	 */
	boolean handle(SocketEvent event, Response response) throws Exception {
		switch (event) {
			case STOP, DISCONNECT, ERROR, CONNECT_FAIL, TIMEOUT -> {
				end();
				return false;
			}
			case OPEN_READ, OPEN_WRITE -> {
			}
		}
		if (isResumed()) {
			goOn();
			this.owner.resumed(this.request, response);
			return true;
		}
		if (this.owner.hasLeft(this.request)) {
			end();
			return false;
		}
		return true;
	}

	private boolean isResumed() {
		AtomicBoolean resumed = new AtomicBoolean();
		this.request.action(ActionCode.ASYNC_IS_DISPATCHING, resumed);
		return resumed.get();
	}

	private synchronized void goOn() {
		this.over = true;
		this.request.setNote(RequestNotes.SUSPENDED_EXCHANGE, null);
		this.request.action(ActionCode.ASYNC_DISPATCHED, null);
	}

	private void end() {
		synchronized (this) {
			this.request.setNote(RequestNotes.SUSPENDED_EXCHANGE, null);
			if (this.over) {
				return;
			}
			this.over = true;
		}
		this.owner.ended();
	}

	/** Forgets a request, if it is suspended: its connection is closed. */
	static void forget(Request request) {
		SuspendedExchange suspended = of(request);
		if (suspended != null) {
			suspended.end();
		}
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

	/** What becomes of the request. */
	interface Owner {

		/** It goes on, on this worker. */
		void resumed(Request request, Response response) throws Exception;

		/** Something has come in, or has come to its end: whether the client has left. */
		boolean hasLeft(Request request);

		/** It has ended without going on. */
		void ended();

	}

}
