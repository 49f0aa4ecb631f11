package dev.headway.tomcat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.HeadersTooLargeException;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * A request that is suspended at Coyote, below the servlet API: it holds no worker, and
 * no filter has seen it. Coyote is told that it is asynchronous, without a context.
 * <p>
 * Coyote reuses its request objects for other connections. So a suspended request is
 * forgotten before its object is released, in one of two ways: an event ends it, or
 * {@link #forget} is called when its connection is closed. Both take the lock under which
 * it is resumed:
 *
 * <pre>
 * other:   resumes it                        takes the lock, has been forgotten: nothing
 * worker:             is told of the error, forgets it, gives the object up
 * </pre>
 *
 * Thread-safe.
 */
final class SuspendedExchange implements UncontainedAsync {

	private final Request request;

	private final Owner owner;

	// Mutable state, guarded by this

	private boolean over;

	private boolean resumed;

	/** Whether Coyote knows that an event is being handled. */
	private boolean operation;

	private SuspendedExchange(Request request, Owner owner) {
		this.request = request;
		this.owner = owner;
	}

	/**
	 * Suspends a request. The caller's worker goes on with other work.
	 * @param timeout after which time the owner's {@link Owner#expired} is called, with a
	 * precision of a second; 0 for never
	 */
	static SuspendedExchange suspend(Request request, Duration timeout, Owner owner) {
		SuspendedExchange suspended = new SuspendedExchange(request, owner);
		request.action(ActionCode.ASYNC_START, suspended);
		request.action(ActionCode.ASYNC_SETTIMEOUT, timeout.toMillis());
		request.setNote(RequestNotes.SUSPENDED_EXCHANGE, suspended);
		// Coyote sends no files for requests that were suspended
		request.setSendfile(false);
		return suspended;
	}

	/** The request, if it is suspended. */
	static @Nullable SuspendedExchange of(Request request) {
		return (SuspendedExchange) request.getNote(RequestNotes.SUSPENDED_EXCHANGE);
	}

	/** Lets the request go on, on any worker; no effect if it has ended. */
	synchronized void resume() {
		if (!this.over && !this.resumed) {
			this.resumed = true;
			TomcatExecutor.first(() -> this.request.action(ActionCode.ASYNC_DISPATCH, null));
		}
	}

	/**
	 * Ends a request from outside, unless it has ended, has been resumed, or its client
	 * still waits.
	 * @param waits checks whether the client still waits; runs while no thread can resume
	 * the request
	 * @param close closes the request's connection
	 */
	void endUnless(BooleanSupplier waits, Runnable close) {
		synchronized (this) {
			if (this.over || this.resumed || waits.getAsBoolean()) {
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
		Next next = switch (event) {
			case STOP, DISCONNECT, ERROR, CONNECT_FAIL -> Next.END;
			case TIMEOUT -> isWaiting() ? this.owner.expired() : Next.GO_ON;
			case OPEN_READ, OPEN_WRITE -> beginOperation() ? this.owner.arrived(this.request) : Next.GO_ON;
		};
		if (next == Next.END) {
			end();
			return false;
		}
		if (goOn(next)) {
			serve(response);
		}
		return true;
	}

	private synchronized boolean isWaiting() {
		return !this.resumed && !this.over;
	}

	/**
	 * Tells Coyote that an event is being handled, so that a request that is resumed
	 * meanwhile goes on afterwards. Otherwise Coyote would regard it as finished.
	 * @return false if it waits no longer
	 */
	private synchronized boolean beginOperation() {
		ConnectionAwareProcessor processor = ConnectionAwareProcessor.of(this.request);
		if (isWaiting() && processor != null) {
			processor.beginOperation();
			this.operation = true;
		}
		return isWaiting();
	}

	/** Whether the request goes on now. */
	private synchronized boolean goOn(Next next) {
		boolean operated = this.operation;
		this.operation = false;
		if (this.over || (this.resumed && operated) || (!this.resumed && next == Next.WAIT)) {
			// if it was resumed while the event was handled, Coyote dispatches it right
			// afterwards
			return false;
		}
		this.over = true;
		this.request.setNote(RequestNotes.SUSPENDED_EXCHANGE, null);
		if (!this.resumed) {
			dispatch(operated);
		}
		this.request.action(ActionCode.ASYNC_DISPATCHED, null);
		return true;
	}

	/** Resumes the request on this worker. */
	private void dispatch(boolean operated) {
		if (operated) {
			this.request.setRequestThread();
		}
		else {
			this.request.action(ActionCode.ASYNC_TIMEOUT, new AtomicBoolean());
		}
		this.request.action(ActionCode.ASYNC_DISPATCH, null);
		this.request.clearRequestThread();
	}

	private void serve(Response response) throws Exception {
		try {
			this.owner.resumed(this.request, response);
		}
		catch (HeadersTooLargeException ex) {
			if (response.isCommitted()) {
				throw ex;
			}
			// the same answer as for a request that wasn't suspended
			response.reset();
			response.setStatus(HttpServletResponse.SC_INTERNAL_SERVER_ERROR);
			ConnectionHeader.close(response);
			response.action(ActionCode.CLOSE, null);
		}
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

	/** Decides about the suspended request. */
	interface Owner {

		/** Something has come in on the connection, or the client has closed its half. */
		Next arrived(Request request);

		/** Its timeout is over. */
		default Next expired() {
			return Next.END;
		}

		/** It goes on, on this worker. */
		void resumed(Request request, Response response) throws Exception;

		/** It has ended without going on. */
		void ended();

	}

	/** What to do after an event. */
	enum Next {

		/** Leave it suspended. */
		WAIT,

		/** Go on now, on the worker that has the event. */
		GO_ON,

		/** Close the connection. */
		END

	}

}
