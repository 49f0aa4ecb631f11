package dev.headway.tomcat;

/** Requests with bodies, as texts for a {@link BodyClient}. */
final class BodyText {

	/** A whole request without a body. */
	static final String NEXT = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";

	/** The end of a chunked body, with a trailer. */
	static final String TRAILERS = "\r\n0\r\nA: b\r\n\r\n";

	private BodyText() {
	}

	/** A head that announces a body. */
	static String head(String path, String framing) {
		return "POST %s HTTP/1.1\r\nHost: a\r\n%s\r\n\r\n".formatted(path, framing);
	}

	/** A body of this size, which for chunks is in two of them, with a trailer. */
	static String content(String framing, int size) {
		if (!framing.startsWith("T")) {
			return "x".repeat(size);
		}
		int half = size / 2;
		return "%x\r\n%s\r\n%x;a=b\r\n%s".formatted(half, "x".repeat(half), size - half, "x".repeat(size - half))
				+ TRAILERS;
	}

}
