package dev.headway.tomcat;

import java.io.EOFException;
import java.io.IOException;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ContinueResponseTiming;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.jspecify.annotations.Nullable;

/** A request whose body is arriving. For the thread that has the request. */
final class BodyArrival implements SuspendedExchange.Owner {

	private final BodyAdapter adapter;

	private final Bodies bodies;

	private final ArrivingBody body;

	private ArrivingBody.Progress progress = ArrivingBody.Progress.WAITING;

	/** The status with which the request is refused; 0 if it isn't. */
	private volatile int refusal;

	private volatile @Nullable SuspendedExchange suspended;

	BodyArrival(BodyAdapter adapter, Bodies bodies, ArrivingBody body) {
		this.adapter = adapter;
		this.bodies = bodies;
		this.body = body;
	}

	/** Passes the request on, now or when enough of its body has arrived. */
	void begin(Request request, Response response) throws Exception {
		switch (readOn()) {
			case GO_ON -> passOn(request, response);
			case END -> request.action(ActionCode.CLOSE_NOW, null);
			case WAIT -> suspend(request);
		}
	}

	private SuspendedExchange.Next readOn() {
		try {
			this.progress = this.body.readOn();
		}
		catch (EOFException ex) {
			// the client may have closed only its half, and wait for an answer
			this.refusal = HttpServletResponse.SC_BAD_REQUEST;
			return SuspendedExchange.Next.GO_ON;
		}
		catch (IOException ex) {
			return SuspendedExchange.Next.END;
		}
		return (this.progress == ArrivingBody.Progress.WAITING) ? SuspendedExchange.Next.WAIT
				: SuspendedExchange.Next.GO_ON;
	}

	private void suspend(Request request) {
		if (request.hasExpectation()) {
			// the client waits for 100 Continue
			request.action(ActionCode.ACK, ContinueResponseTiming.ALWAYS);
			request.setExpectation(false);
		}
		SuspendedExchange exchange = SuspendedExchange.suspend(request, this.bodies.timeout(), this);
		this.suspended = exchange;
		this.bodies.add(this);
		this.body.suspended(exchange);
		this.body.awaitMore();
	}

	@Override
	public SuspendedExchange.Next arrived(Request request) {
		SuspendedExchange.Next next = readOn();
		if (next == SuspendedExchange.Next.WAIT) {
			this.body.awaitMore();
		}
		return next;
	}

	@Override
	public SuspendedExchange.Next expired() {
		this.refusal = HttpServletResponse.SC_REQUEST_TIMEOUT;
		return SuspendedExchange.Next.GO_ON;
	}

	/** There is no time left to wait. May be called by any thread. */
	void giveUp() {
		SuspendedExchange present = this.suspended;
		if (present != null) {
			this.refusal = HttpServletResponse.SC_SERVICE_UNAVAILABLE;
			present.resume();
		}
	}

	@Override
	public void resumed(Request request, Response response) throws Exception {
		ended();
		passOn(request, response);
	}

	@Override
	public void ended() {
		this.body.resumed();
		this.bodies.remove(this);
	}

	private void passOn(Request request, Response response) throws Exception {
		if (this.refusal == 0) {
			this.adapter.passOn(request, response, this.progress);
		}
		else {
			this.adapter.refuse(request, response, this.refusal);
		}
	}

}
