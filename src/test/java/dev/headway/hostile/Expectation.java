package dev.headway.hostile;

import java.util.Arrays;
import java.util.List;

/**
 * What a request has to come to.
 *
 * @param statuses the status of each response, in order; none if the connection ends
 * without one
 * @param close whether the last response says {@code Connection: close}
 */
record Expectation(List<Integer> statuses, boolean close) {

	/** One response, after which the connection can be used again. */
	static Expectation answer(int status) {
		return new Expectation(List.of(status), false);
	}

	/** One response that announces the end of the connection. */
	static Expectation refusal(int status) {
		return new Expectation(List.of(status), true);
	}

	/** The bytes are more than one request, by the letter of the specification. */
	static Expectation answers(int... statuses) {
		return new Expectation(Arrays.stream(statuses).boxed().toList(), false);
	}

	/** No response, since there was no request. */
	static Expectation silence() {
		return new Expectation(List.of(), false);
	}

}
