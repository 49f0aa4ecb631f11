package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/** Asks Coyote about a request, in the one way that it answers. */
final class RequestState {

	private RequestState() {
	}

	/**
	 * Whether something is so.
	 * @param question an action that has an {@link AtomicBoolean} filled in
	 */
	static boolean is(Request request, ActionCode question) {
		AtomicBoolean answer = new AtomicBoolean();
		request.action(question, answer);
		return answer.get();
	}

}
