package dev.headway.hostile;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A response as received. Its body has the length of its Content-Length, which this
 * server always sends. Not for answers to HEAD, which have none.
 *
 * @param status the status code
 * @param head the status line and the header lines
 * @param body the content, one character a byte
 */
record RawResponse(int status, String head, String body) {

	private static final String END_OF_HEAD = "\r\n\r\n";

	private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.1 (\\d{3}) [^\\r\\n]*");

	/**
	 * Parses all responses of one connection; interim responses (1xx) are left out.
	 * @throws IllegalArgumentException if the text is not a sequence of whole responses
	 */
	static List<RawResponse> parse(String received) {
		List<RawResponse> responses = new ArrayList<>();
		String rest = received;
		while (!rest.isEmpty()) {
			RawResponse response = parseFirst(rest);
			rest = rest.substring(response.length());
			if (response.status >= 200) {
				responses.add(response);
			}
		}
		return responses;
	}

	/** Whether there is one whole response, not counting interim ones. */
	static boolean startsWithWhole(String received) {
		int end = received.indexOf(END_OF_HEAD);
		if (end < 0) {
			return false;
		}
		RawResponse head = new RawResponse(received.substring(0, end), "");
		int whole = end + END_OF_HEAD.length() + head.contentLength();
		return (head.status < 200) ? startsWithWhole(received.substring(whole)) : received.length() >= whole;
	}

	private static RawResponse parseFirst(String received) {
		int end = received.indexOf(END_OF_HEAD);
		if (end < 0) {
			throw new IllegalArgumentException("not a response: " + received);
		}
		RawResponse head = new RawResponse(received.substring(0, end), "");
		String body = received.substring(end + END_OF_HEAD.length());
		if (body.length() < head.contentLength()) {
			throw new IllegalArgumentException("cut off: " + received);
		}
		return new RawResponse(head.head, body.substring(0, head.contentLength()));
	}

	private RawResponse(String head, String body) {
		this(statusOf(head), head, body);
	}

	private static int statusOf(String head) {
		Matcher statusLine = STATUS_LINE.matcher(head.lines().findFirst().orElse(""));
		if (!statusLine.matches()) {
			throw new IllegalArgumentException("not the head of a response: " + head);
		}
		return Integer.parseInt(statusLine.group(1));
	}

	/** The values of a header, in the order of its lines. */
	List<String> headers(String name) {
		String prefix = name + ": ";
		return this.head.lines()
			.filter((line) -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
			.map((line) -> line.substring(prefix.length()))
			.toList();
	}

	private int contentLength() {
		return headers("Content-Length").stream().mapToInt(Integer::parseInt).findFirst().orElse(0);
	}

	private int length() {
		return this.head.length() + END_OF_HEAD.length() + this.body.length();
	}

}
