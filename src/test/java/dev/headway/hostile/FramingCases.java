package dev.headway.hostile;

import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.answers;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.RequestText.chunked;
import static dev.headway.hostile.RequestText.post;

/**
 * Wrong lengths, codings and chunks. Another request follows each request's content, and
 * it must not be answered unless the content's end is certain. RFC 9112, 6 and 7.
 */
final class FramingCases {

	private static final String END = "0\r\n\r\n";

	private FramingCases() {
	}

	static Stream<Case> cases() {
		return Stream.of(lengths(), codings(), chunks(), lastChunks()).flatMap((cases) -> cases);
	}

	private static Stream<Case> lengths() {
		Stream<Case> refused = Stream
			.of("+5", "-5", "0x5", "5, 5", "5, 6", "5 5", "5;", "5.0", "five", "", "5\u000b", "99999999999999999999",
					"9223372036854775808")
			.map((length) -> new Case("Content-Length: '%s'".formatted(length),
					post("12345", "Content-Length: " + length), refusal(400)));
		return Stream.concat(refused,
				Stream.of(
						new Case("Content-Length twice, the same",
								post("12345", "Content-Length: 5", "Content-Length: 5"), refusal(400)),
						new Case("Content-Length twice, different",
								post("12345", "Content-Length: 5", "Content-Length: 0"), refusal(400)),
						new Case("Content-Length twice, once empty",
								post("12345", "Content-Length:", "Content-Length: 5"), refusal(400)),
						new Case("blank after Content-Length", post("12345", "Content-Length : 5"), refusal(400)),
						new Case("leading zeros are decimal digits like others", post("12345", "Content-Length: 005"),
								answers(404, 404))));
	}

	private static Stream<Case> codings() {
		Stream<Case> unknown = Stream.of("xchunked", "chunkedx", "identity", "gzip", "gzip, chunked", "'chunked'")
			.map((coding) -> new Case("Transfer-Encoding: " + coding, post(END, "Transfer-Encoding: " + coding),
					refusal(501)));
		Stream<Case> wrong = Stream
			.of("chunked, chunked", "chunked, identity", "chunked;a=b", "\"chunked\"", "chu nked", "\u000bchunked",
					"chunked\u000b", "chunked\0", "\u00a0chunked", "", ",")
			.map((coding) -> new Case("Transfer-Encoding: '%s'".formatted(printable(coding)),
					post(END, "Transfer-Encoding: " + coding), refusal(400)));
		return Stream.concat(Stream.concat(unknown, wrong), Stream.of(
				new Case("chunked in two headers",
						post(END, "Transfer-Encoding: chunked", "Transfer-Encoding: chunked"), refusal(400)),
				new Case("blank after Transfer-Encoding", post(END, "Transfer-Encoding : chunked"), refusal(400)),
				new Case("chunked in HTTP/1.0 (RFC 9112, 6.1: faulty)",
						"POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n" + END
								+ RequestText.HIDDEN,
						refusal(400)),
				new Case("chunked between tabs is chunked", post(END, "Transfer-Encoding:\tchunked\t"),
						answers(404, 404)),
				new Case("chunked in capitals is chunked", post(END, "Transfer-Encoding: CHUNKED"),
						answers(404, 404))));
	}

	/**
	 * The answer doesn't depend on the content, which isn't read. But the end of a faulty
	 * content is uncertain, so the connection ends.
	 */
	private static Stream<Case> chunks() {
		return Stream
			.of("-1\r\n", "+3\r\nabc\r\n", "0x3\r\nabc\r\n", " 3\r\nabc\r\n", "3 \r\nabc\r\n", "xyz\r\n", "\r\n",
					"100000000\r\n", "80000000\r\n", "ffffffff\r\n", "fffffffffffffffff\r\n", "3\r\nabc",
					"3\r\nabcd\r\n", "3\nabc\n", "3\rabc\r\n", "3\r\r\nabc\r\n", "3;a\nabc\r\n", "3;a=\"\r\nabc\r\n",
					"3;a\0\r\nabc\r\n", "3;" + "a".repeat(9000) + "\r\nabc\r\n")
			.map((chunk) -> new Case("chunk " + printable(chunk), chunked(chunk + END), refusal(404)));
	}

	private static Stream<Case> lastChunks() {
		Stream<Case> faulty = Stream
			.of("Bad Name: a\r\n", ": a\r\n", "no colon\r\n", "X\0: a\r\n", "X: a\nY: b\r\n", "\rX: a\r\n",
					"X: " + "a".repeat(9000) + "\r\n")
			.map((trailer) -> new Case("trailer " + printable(trailer), chunked("0\r\n" + trailer + "\r\n"),
					refusal(404)));
		Stream<Case> harmless = Stream.of("Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n", "Host: other\r\n")
			.map((trailer) -> new Case("trailer without effect (RFC 9110, 6.5.1): " + printable(trailer),
					chunked("0\r\n" + trailer + "\r\n"), answers(404, 404)));
		return Stream.concat(faulty, harmless);
	}

	private static String printable(String text) {
		String escaped = text.replace("\r", "\\r").replace("\n", "\\n").replaceAll("[^ -~]", "?");
		return (escaped.length() <= 40) ? escaped : escaped.substring(0, 40) + "...";
	}

}
