package dev.headway.tomcat;

import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The adapter of one HTTP/2 connection: it knows the connection of its requests, and
 * follows their answers to the end.
 */
final class StreamAdapter extends ForwardingAdapter {

	private final StreamJobs jobs;

	private volatile @Nullable StreamConnection connection;

	StreamAdapter(Adapter delegate, StreamJobs jobs) {
		super(delegate);
		this.jobs = jobs;
	}

	/** Sets the connection of this adapter. */
	void serve(StreamConnection newConnection) {
		this.connection = newConnection;
	}

	StreamJobs jobs() {
		return this.jobs;
	}

	@Override
	public void service(Request request, Response response) throws Exception {
		StreamConnection present = Objects.requireNonNull(this.connection);
		Remainder.forget(request);
		StreamEnd.forget(request);
		present.bodies().serve(request);
		StreamAnswer answer = StreamAnswer.begin(request, response, present.credit(), true);
		TimedStream timed = TimedStream.begin(request, response);
		boolean success = false;
		try {
			super.service(request, response);
			success = true;
		}
		finally {
			leave(timed);
			leave(answer, success, request, response, present);
		}
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent event) throws Exception {
		StreamConnection present = Objects.requireNonNull(this.connection);
		Remainder remainder = Remainder.of(request);
		if (remainder != null) {
			boolean success = remainder.proceed(request, response, event);
			settle(request, present, success);
			return success;
		}
		// if the application has suspended the request, it writes its answer itself
		StreamAnswer answer = StreamAnswer.begin(request, response, present.credit(),
				SuspendedExchange.of(request) != null);
		TimedStream timed = TimedStream.begin(request, response);
		boolean success = false;
		try {
			success = super.asyncDispatch(request, response, event);
			return success;
		}
		finally {
			leave(timed);
			leave(answer, success, request, response, present);
		}
	}

	private static void leave(@Nullable TimedStream timed) {
		if (timed != null) {
			timed.leave();
		}
	}

	private static void leave(@Nullable StreamAnswer answer, boolean success, Request request, Response response,
			StreamConnection connection) {
		// an interrupt was meant for the application, which has returned
		Thread.interrupted();
		StreamEnd kept = (answer != null) ? answer.leave(success) : null;
		if (kept != null) {
			Remainder.begin(request, response, kept, connection);
		}
		settle(request, connection, true);
	}

	/** Tells the connection if the stream has ended. */
	private static void settle(Request request, StreamConnection connection, boolean success) {
		if (!success || !RequestState.is(request, ActionCode.ASYNC_IS_ASYNC)) {
			// Tomcat keeps the request object for another stream
			StreamEnd.forget(request);
			connection.ended(stream(request), success && !RequestState.is(request, ActionCode.IS_ERROR));
		}
	}

	/** The number of a request's stream. */
	static int stream(Request request) {
		AtomicReference<Object> id = new AtomicReference<>();
		request.action(ActionCode.PROTOCOL_REQUEST_ID, id);
		return Integer.parseInt((String) id.get());
	}

}
