package dev.headway.hostile;

/** The bytes that a client with prior knowledge of HTTP/2 sends, as characters. */
final class Http2Text {

	private static final int HEADERS = 1;

	private static final int SETTINGS = 4;

	private static final int END_STREAM_AND_HEADERS = 5;

	private Http2Text() {
	}

	/** A connection's beginning, and requests for /sleep with some headers more. */
	static String streams(int count, int headers) {
		StringBuilder text = new StringBuilder("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").append(frame(SETTINGS, 0, 0, ""));
		StringBuilder block = new StringBuilder();
		// GET and http from the static table, then literals: :path, :authority
		block.append("\u0082\u0086").append((char) 4).append((char) 6).append("/sleep").append((char) 1);
		block.append((char) 1).append('a');
		for (int number = 10; number < 10 + headers; number++) {
			block.append((char) 0).append((char) 3).append('h').append(number);
			block.append((char) 32).append("v".repeat(32));
		}
		for (int stream = 0; stream < count; stream++) {
			text.append(frame(HEADERS, END_STREAM_AND_HEADERS, 2 * stream + 1, block.toString()));
		}
		return text.toString();
	}

	private static String frame(int type, int flags, int stream, String payload) {
		int length = payload.length();
		return "" + (char) (length >> 16) + (char) (length >> 8 & 255) + (char) (length & 255) + (char) type
				+ (char) flags + (char) 0 + (char) 0 + (char) (stream >> 8) + (char) (stream & 255) + payload;
	}

}
