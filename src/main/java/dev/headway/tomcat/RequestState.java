package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.coyote.ActionCode;
import org.apache.coyote.Request;

/**
 * Asks Coyote about the state of a request, by an action with an {@link AtomicBoolean}.
 */
final class RequestState {

	private RequestState() {
	}

	/**
	 * Asks one question.
	 * @param question an action that sets its {@link AtomicBoolean}
	 */
	static boolean is(Request request, ActionCode question) {
		AtomicBoolean answer = new AtomicBoolean();
		request.action(question, answer);
		return answer.get();
	}

}
