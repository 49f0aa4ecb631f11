package dev.headway.hostile;

import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.answers;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.RequestText.HIDDEN;
import static dev.headway.hostile.RequestText.headers;
import static dev.headway.hostile.RequestText.post;

/**
 * A whole second request that a gateway in front of the server might regard as content,
 * or the other way round. If it is answered, the bytes are two requests for every
 * recipient.
 */
final class SmugglingCases {

	private static final String END = "0\r\n\r\n";

	private SmugglingCases() {
	}

	static Stream<Case> cases() {
		return Stream.of(twoLengths(), disguises(), pipelines()).flatMap((cases) -> cases);
	}

	/** RFC 9112, 6.1: chunked wins, and the connection ends. */
	private static Stream<Case> twoLengths() {
		String hiddenChunk = Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n" + END;
		return Stream.of(
				new Case("CL.TE: the length covers the second request, the chunks don't",
						post(END, "Content-Length: " + (END.length() + HIDDEN.length()), "Transfer-Encoding: chunked"),
						refusal(404)),
				new Case("TE.CL: the chunks cover the second request, the length doesn't",
						post(hiddenChunk, "Transfer-Encoding: chunked", "Content-Length: 4"), refusal(404)),
				new Case("both lengths, and they agree",
						post(END, "Content-Length: " + END.length(), "Transfer-Encoding: chunked"), refusal(404)),
				new Case("both lengths, one nonsense", post(END, "Content-Length: none", "Transfer-Encoding: chunked"),
						refusal(400)),
				new Case("both lengths, unknown coding", post(END, "Content-Length: 5", "Transfer-Encoding: xchunked"),
						refusal(501)),
				new Case("both lengths in HTTP/1.0",
						"POST / HTTP/1.0\r\nConnection: keep-alive\r\nContent-Length: 5\r\n"
								+ "Transfer-Encoding: chunked\r\n\r\n" + END + HIDDEN,
						refusal(400)),
				new Case("TE.TE: two codings, the second unknown",
						post(END, "Transfer-Encoding: chunked", "Transfer-Encoding: cow"), refusal(400)),
				new Case("TE.TE: two codings, the first unknown",
						post(END, "Transfer-Encoding: cow", "Transfer-Encoding: chunked"), refusal(501)));
	}

	private static Stream<Case> disguises() {
		return Stream.of(
				new Case("Transfer-Encoding behind a bare CR", post(END, "X-A: b\rTransfer-Encoding: chunked"),
						refusal(400)),
				new Case("Transfer-Encoding cut by a bare LF", post(END, "Transfer-Encoding\n: chunked"), refusal(400)),
				new Case("Transfer-Encoding folded is a value of the header before",
						post("", "X-A: b", " Transfer-Encoding: chunked"), answers(404, 404)),
				new Case("Transfer_Encoding is another header", post("", "Transfer_Encoding: chunked"),
						answers(404, 404)),
				new Case("NUL after Content-Length", post("12345", "Content-Length\0: 5"), refusal(400)),
				new Case("Content-Length cut by a bare CR", post("12345", "Content-Length: \r5"), refusal(400)),
				new Case("request in a header's value", headers("X-A: b\r\r\n\r\n" + HIDDEN), refusal(400)));
	}

	private static Stream<Case> pipelines() {
		return Stream.of(
				new Case("GET whose content is a request", headers("Content-Length: " + HIDDEN.length()) + HIDDEN,
						answer(200)),
				new Case("chunk that is a request",
						post("", "Transfer-Encoding: chunked").replace(HIDDEN,
								Integer.toHexString(HIDDEN.length()) + "\r\n" + HIDDEN + "\r\n" + END),
						answer(404)),
				new Case("GET without a length, then a request: two, pipelined", headers() + HIDDEN, answers(200, 404)),
				new Case("last chunk, then a request: two, pipelined", post(END, "Transfer-Encoding: chunked"),
						answers(404, 404)),
				new Case("refused request, then a good one", headers("X A: b") + HIDDEN, refusal(400)),
				new Case("good request, then rubbish", headers() + "\u0001\u0002\r\n\r\n" + HIDDEN,
						new Expectation(answers(200, 400).statuses(), true)),
				new Case("Connection: close, then a request", headers("Connection: close") + HIDDEN, refusal(200)));
	}

}
