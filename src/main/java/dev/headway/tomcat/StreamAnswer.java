package dev.headway.tomcat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;

import jakarta.servlet.http.HttpServletResponse;
import org.apache.coyote.ActionCode;
import org.apache.coyote.ActionHook;
import org.apache.coyote.Constants;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http2.Http2OutputBuffer;
import org.apache.tomcat.util.http.Method;
import org.jspecify.annotations.Nullable;

/**
 * Sits between the container and Tomcat's HTTP/2 stream while a request is served. It
 * holds the end of an answer back if the client's window may have too little room for it:
 * Tomcat would write it at once, and the worker would wait for room. For one thread at a
 * time.
 * <p>
 * Answers that are longer than the buffers, or that the application flushes, are written
 * in Tomcat's usual way until their end.
 */
final class StreamAnswer implements ActionHook {

	private final Request request;

	private final Response response;

	private final WindowCredit credit;

	private final ActionHook stream;

	private final StreamEnd end;

	private final boolean keepsEnd;

	private StreamAnswer(Request request, Response response, WindowCredit credit, ActionHook stream, StreamEnd end,
			boolean keepsEnd) {
		this.request = request;
		this.response = response;
		this.credit = credit;
		this.stream = stream;
		this.end = end;
		this.keepsEnd = keepsEnd;
	}

	/**
	 * Installs itself, or returns null if this version of Tomcat doesn't allow that.
	 * @param keepsEnd whether it may keep the end of the answer back; otherwise it only
	 * counts
	 */
	static @Nullable StreamAnswer begin(Request request, Response response, WindowCredit credit, boolean keepsEnd) {
		if (ResponseFields.HOOK == null || ResponseFields.OUTPUT == null
				|| !(ResponseFields.OUTPUT.get(response) instanceof Http2OutputBuffer output)) {
			return null;
		}
		StreamAnswer answer = new StreamAnswer(request, response, credit,
				(ActionHook) ResponseFields.HOOK.get(response), StreamEnd.of(request, output, credit), keepsEnd);
		ResponseFields.HOOK.set(response, answer);
		return answer;
	}

	/**
	 * Removes itself. If the request has failed after the end of its answer, as an
	 * asynchronous one may, the stream is about to be closed, so the end is written now.
	 * @param success whether the stream goes on
	 * @return the answer's end if it is still held back
	 */
	@Nullable StreamEnd leave(boolean success) {
		if (ResponseFields.HOOK != null) {
			ResponseFields.HOOK.set(this.response, this.stream);
		}
		if (!this.end.isKept()) {
			return null;
		}
		if (success && !is(ActionCode.IS_ERROR)) {
			return this.end;
		}
		try {
			this.end.write();
			this.end.finish();
		}
		catch (IOException ex) {
			this.stream.action(ActionCode.CLOSE_NOW, ex);
		}
		return null;
	}

	@Override
	public void action(ActionCode action, Object parameter) {
		if (action == ActionCode.COMMIT || action == ActionCode.CLOSE) {
			forgetFileWithoutBody();
		}
		if (action == ActionCode.CLOSE) {
			this.credit.spent(fileBytes());
			if (mayWait()) {
				this.end.begin();
			}
		}
		if (!this.end.isKept() || (action != ActionCode.CLOSE && action != ActionCode.CLIENT_FLUSH)) {
			actUninterrupted(action, parameter);
		}
	}

	/**
	 * Tomcat ends the whole connection if an interrupted thread writes, and the answers
	 * on other streams are lost.
	 */
	private void actUninterrupted(ActionCode action, Object parameter) {
		boolean interrupted = Thread.interrupted();
		try {
			this.stream.action(action, parameter);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * An answer without a body ends its stream with its header. Should it have a file,
	 * Tomcat would try to send that all the same, and reset the stream since it has
	 * ended.
	 */
	private void forgetFileWithoutBody() {
		boolean hasBody = switch (this.response.getStatus()) {
			case HttpServletResponse.SC_NO_CONTENT, HttpServletResponse.SC_RESET_CONTENT,
					HttpServletResponse.SC_NOT_MODIFIED ->
				false;
			default -> !Method.HEAD.equals(this.request.getMethod());
		};
		if (!hasBody) {
			this.request.getAttributes().remove(Constants.SENDFILE_FILENAME_ATTR);
		}
	}

	/** How many bytes of a file Tomcat sends now, whether they fit or not. */
	private long fileBytes() {
		return (this.request.getAttribute(Constants.SENDFILE_FILENAME_ATTR) != null
				&& this.request.getAttribute(Constants.SENDFILE_FILE_START_ATTR) instanceof Long start
				&& this.request.getAttribute(Constants.SENDFILE_FILE_END_ATTR) instanceof Long end) ? end - start : 0;
	}

	/** Whether the end may be held back: not if the application writes asynchronously. */
	private boolean mayWait() {
		return this.keepsEnd && this.response.getWriteListener() == null && !is(ActionCode.ASYNC_IS_ASYNC)
				&& !is(ActionCode.IS_ERROR);
	}

	private boolean is(ActionCode question) {
		AtomicBoolean answer = new AtomicBoolean();
		this.stream.action(question, answer);
		return answer.get();
	}

}
