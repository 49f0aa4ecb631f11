package dev.headway.tomcat;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Response;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Stands between the container and Tomcat's stream of HTTP/2 while a request is served.
 * It keeps the end of an answer back if its client may have left too little room for it:
 * Tomcat would write it out at once, and have the worker wait for room. For one thread at
 * a time.
 * <p>
 * What an application writes in greater length than the buffers take, or flushes before
 * its end, is written as ever.
 */
final class StreamAnswer implements ActionHook {

	private static final Log logger = LogFactory.getLog(StreamAnswer.class);

	/** Tomcat lets nobody else set it. */
	private static final @Nullable VarHandle HOOK = hook();

	private final Response response;

	private final ActionHook stream;

	private final WindowCredit credit;

	private boolean ended;

	private StreamAnswer(Response response, ActionHook stream, WindowCredit credit) {
		this.response = response;
		this.stream = stream;
		this.credit = credit;
	}

	/** Takes its place, or returns null if this Tomcat has none for it. */
	static @Nullable StreamAnswer begin(Response response, WindowCredit credit) {
		if (HOOK == null) {
			return null;
		}
		StreamAnswer answer = new StreamAnswer(response, (ActionHook) HOOK.get(response), credit);
		HOOK.set(response, answer);
		return answer;
	}

	/**
	 * Leaves its place. Where the request has failed after its answer had come to its
	 * end, as an asynchronous one may, the stream is about to be closed, so that the end
	 * is written now.
	 * @param success whether the stream is served on
	 * @return whether the answer has an end that is still kept back
	 */
	boolean leave(boolean success) {
		if (HOOK != null) {
			HOOK.set(this.response, this.stream);
		}
		if (this.ended && (!success || is(ActionCode.IS_ERROR))) {
			this.stream.action(ActionCode.CLOSE, null);
			return false;
		}
		return this.ended;
	}

	@Override
	public void action(ActionCode action, Object parameter) {
		if (action == ActionCode.CLOSE && !this.ended) {
			this.ended = mayWait();
		}
		if (!this.ended || (action != ActionCode.CLOSE && action != ActionCode.CLIENT_FLUSH)) {
			this.stream.action(action, parameter);
		}
	}

	/** Without an application that writes it in its own time. */
	private boolean mayWait() {
		long bytes = this.response.getContentWritten();
		return bytes > 0 && this.response.getWriteListener() == null && !is(ActionCode.ASYNC_IS_ASYNC)
				&& !is(ActionCode.IS_ERROR) && !this.credit.take(bytes);
	}

	private boolean is(ActionCode question) {
		AtomicBoolean answer = new AtomicBoolean();
		this.stream.action(question, answer);
		return answer.get();
	}

	private static @Nullable VarHandle hook() {
		try {
			return MethodHandles.privateLookupIn(Response.class, MethodHandles.lookup())
				.findVarHandle(Response.class, "hook", ActionHook.class);
		}
		catch (ReflectiveOperationException ex) {
			logger.warn("Clients of HTTP/2 that don't read may hold workers: this Tomcat has another Response", ex);
			return null;
		}
	}

}
