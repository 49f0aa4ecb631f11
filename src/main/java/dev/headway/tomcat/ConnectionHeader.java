package dev.headway.tomcat;

import org.apache.coyote.Response;

/**
 * The {@code Connection} header, which marks a response as its connection's last.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.6">RFC 9112, 9.6</a>
 */
final class ConnectionHeader {

	private static final String NAME = "Connection";

	private static final String CLOSE = "close";

	private ConnectionHeader() {
	}

	/** Ends the connection with a response whose headers aren't sent yet. */
	static void close(Response response) {
		response.setHeader(NAME, CLOSE);
	}

	/** Whether a response says that its connection ends. */
	static boolean isClose(Response response) {
		return CLOSE.equalsIgnoreCase(response.getMimeHeaders().getHeader(NAME));
	}

}
