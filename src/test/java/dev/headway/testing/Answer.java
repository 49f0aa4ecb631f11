package dev.headway.testing;

import java.util.Map;

/**
 * An HTTP answer, read to its end.
 *
 * @param status its status
 * @param headers its headers, their names in lower case
 * @param body its body
 */
public record Answer(int status, Map<String, String> headers, String body) {

	/** Whether the connection ends with this answer. */
	public boolean isLast() {
		return "close".equalsIgnoreCase(this.headers.get("connection"));
	}

}
