package dev.headway.hostile;

import java.util.stream.Stream;

import static dev.headway.hostile.Expectation.answer;
import static dev.headway.hostile.Expectation.refusal;
import static dev.headway.hostile.Expectation.silence;
import static dev.headway.hostile.RequestText.line;
import static dev.headway.hostile.RequestText.post;

/** What isn't HTTP/1 at all, or breaks off. */
final class OtherProtocolCases {

	private OtherProtocolCases() {
	}

	static Stream<Case> cases() {
		return Stream.concat(protocols(), fragments());
	}

	private static Stream<Case> protocols() {
		return Stream.of(
				new Case("TLS ClientHello",
						"\u0016\u0003\u0001\u0002\0\u0001\0\u0001\u00fc\u0003\u0003" + "a".repeat(512), refusal(400)),
				new Case("SSH", "SSH-2.0-OpenSSH_9.6\r\n", refusal(400)),
				new Case("SMB", "\0\0\0\u0085\u00ffSMBr\0\0\0\0\u0018Sh\0", refusal(400)),
				new Case("RDP", "\u0003\0\0\u0013\u000e\u00e0\0\0\0\0\0\u0001\0\b\0\u0003\0\0\0", refusal(400)),
				new Case("Redis", "*1\r\n$4\r\nPING\r\n", refusal(400)),
				new Case("Java serialization", "\u00ac\u00ed\0\u0005sr", refusal(400)),
				new Case("AJP", "\u00124\0\u0001\n", refusal(400)),
				new Case("HAProxy's PROXY line", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\r\n" + line("GET / HTTP/1.1"),
						refusal(400)),
				new Case("RTSP", line("OPTIONS * RTSP/1.0"), refusal(400)),
				new Case("SIP", line("INVITE sip:a@b SIP/2.0"), refusal(400)),
				new Case("HTTP/2 preface where there is no HTTP/2: nothing to say it in (RFC 9113, 3.4)",
						"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u0004\0\0\0\0\0", silence()),
				new Case("HTTP/2 preface with a Host", line("PRI * HTTP/2.0"), refusal(505)),
				new Case("NULs", "\0".repeat(64), refusal(400)),
				new Case("bytes over 127", "\u00ff".repeat(10_000), refusal(400)));
	}

	/** RFC 9112, 8: a message that breaks off may go without an answer. */
	private static Stream<Case> fragments() {
		return Stream.of(new Case("nothing", "", silence()), new Case("empty line", "\r\n", silence()),
				new Case("part of a method", "GE", silence()), new Case("part of a version", "GET / HT", silence()),
				new Case("part of a header", "GET / HTTP/1.1\r\nHo", silence()),
				new Case("head without end", "GET / HTTP/1.1\r\nHost: headway\r\n", silence()),
				new Case("part of the content", post("", "Content-Length: 5000"), answer(404)),
				new Case("part of a chunk", post("7ffffff\r\n", "Transfer-Encoding: chunked"), refusal(404)),
				new Case("part of content beyond measure", post("", "Content-Length: 9223372036854775807"),
						refusal(404)));
	}

}
