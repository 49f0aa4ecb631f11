package dev.headway.hostile;

import java.util.Arrays;
import java.util.List;

/**
 * The required outcome of a request.
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

	/** Several responses: by the specification the bytes are several requests. */
	static Expectation answers(int... statuses) {
		return new Expectation(Arrays.stream(statuses).boxed().toList(), false);
	}

	/** No response, since there was no request. */
	static Expectation silence() {
		return new Expectation(List.of(), false);
	}

}
