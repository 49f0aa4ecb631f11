package dev.headway.tomcat;

import java.nio.charset.StandardCharsets;

import org.apache.coyote.Request;
import org.apache.tomcat.util.buf.ByteChunk;
import org.apache.tomcat.util.buf.MessageBytes;
import org.jspecify.annotations.Nullable;

/**
 * The method and path of a request for logs and figures: as they were sent, cut to the
 * length of a line, and with visible ASCII only, so that no client can write control
 * characters into a log.
 * <p>
 * If a worker serves the same path twice in a row, the string is reused. The path is read
 * from the bytes, because getting it from Tomcat as a string would change how Tomcat
 * decodes it later.
 */
final class RequestNames {

	static final int MAX_PATH = 120;

	static final int MAX_METHOD = 20;

	/** The name of a request that was too malformed to have one. */
	private static final String NONE = "-";

	private RequestNames() {
	}

	static String method(Request request) {
		String method = request.getMethod();
		return (method == null || method.isEmpty()) ? NONE : printable(method, MAX_METHOD);
	}

	/** The path; the last one's string if it is equal. */
	static String path(Request request, String last) {
		MessageBytes uri = request.requestURI();
		if (uri.isNull()) {
			return NONE;
		}
		if (uri.getType() != MessageBytes.T_BYTES) {
			return printable(uri.toString(), MAX_PATH);
		}
		ByteChunk bytes = uri.getByteChunk();
		if (bytes.equals(last)) {
			return last;
		}
		int length = Math.min(bytes.getLength(), MAX_PATH + 1);
		return printable(new String(bytes.getBytes(), bytes.getStart(), length, StandardCharsets.ISO_8859_1), MAX_PATH);
	}

	private static String printable(@Nullable String text, int maxLength) {
		if (text == null || text.isEmpty()) {
			return NONE;
		}
		String cut = (text.length() > maxLength) ? text.substring(0, maxLength) + "..." : text;
		return isVisible(cut) ? cut : mask(cut);
	}

	/** A loop, which is faster than a stream: each request passes here. */
	private static boolean isVisible(String text) {
		for (int i = 0; i < text.length(); i++) {
			if (!isVisible(text.charAt(i))) {
				return false;
			}
		}
		return true;
	}

	private static String mask(String text) {
		return text.codePoints()
			.map((character) -> isVisible(character) ? character : '?')
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString();
	}

	private static boolean isVisible(int character) {
		return character > ' ' && character <= '~';
	}

}
