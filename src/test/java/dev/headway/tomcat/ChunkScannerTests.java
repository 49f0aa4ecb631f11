package dev.headway.tomcat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;

import org.apache.coyote.InputBuffer;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.filters.ChunkedInputFilter;
import org.apache.tomcat.util.net.ApplicationBufferHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compared with Tomcat's own filter: both have the same result for each input, and for
 * each beginning of it.
 */
class ChunkScannerTests {

	private static final int MAX_EXTENSIONS = 40;

	private static final int MAX_TRAILERS = 60;

	private static final String END = "0\r\n\r\n";

	private static final String NEXT = "GET / HTTP/1.1\r\n";

	static Stream<String> complete() {
		return Stream.of(END, "000\r\n\r\n", "00000000\r\n\r\n", "3\r\nabc\r\n" + END, "A\r\n0123456789\r\n" + END,
				"a\r\n0123456789\r\n" + END, "00000003\r\nabc\r\n" + END, "1\r\na\r\n2\r\nbc\r\n" + END,
				"3;a\r\nabc\r\n" + END, "3;a=b\r\nabc\r\n" + END, "3;a=\"b;\"\r\nabc\r\n" + END,
				"3; a = b ; c\r\nabc\r\n" + END, "0;a=b\r\n\r\n", "0\r\nA: b\r\n\r\n", "0\r\nA: b\r\nC: d\r\n\r\n",
				"0\r\nA:\r\n\r\n", "0\r\nA: b\r\n c\r\n\r\n", "5\r\n0\r\n\r\n\r\n" + END, "2\r\n\r\n\r\n" + END,
				"0\r\n" + ("A: " + "b".repeat(MAX_TRAILERS - 10)) + "\r\n\r\n",
				"1;" + "a".repeat(MAX_EXTENSIONS - 1) + "\r\nx\r\n" + END);
	}

	static Stream<String> malformed() {
		return Stream.of("\r\n", "\n", "g\r\n", "-1\r\n", "+1\r\n", "0x1\r\n", " 1\r\n", "1 \r\n", "3 ;a\r\n", "1\n",
				"1\r\r\n", "1\rx", "80000000\r\n", "ffffffff\r\n", "000000001\r\n", "fffffffff\r\n", "1\r\nab",
				"1\r\na\n", "1\r\na\rx", "1\r\na\r\r", "1;\r\n", "1;a\n", "1;a=\r\n", "1;a=\"b\r\n", "1;a\0\r\n",
				"1;=b\r\n", "0\r\nBad Name: a\r\n", "0\r\n: a\r\n", "0\r\nno colon\r\n", "0\r\nX\0: a\r\n",
				"0\r\nX: a\nY: b\r\n", "0\r\n\n", "0\r\n\rX: a\r\n", "0\r\n" + "X: " + "a".repeat(MAX_TRAILERS),
				"1;" + "a".repeat(MAX_EXTENSIONS) + "\r\nx\r\n",
				"1;" + "a".repeat(25) + "\r\nx\r\n1;" + "a".repeat(25));
	}

	static Stream<String> all() {
		return Stream.concat(complete(), malformed());
	}

	@ParameterizedTest
	@MethodSource("complete")
	void bodyEndsWhereItEnds(String body) {
		for (int split = 0; split <= body.length(); split++) {
			ChunkScanner scanner = scanner();
			byte[] bytes = bytes(body + NEXT);
			int taken = scanner.scan(bytes, 0, split);
			assertThat(taken).isEqualTo(split);
			taken += scanner.scan(bytes, split, bytes.length - split);
			assertThat(taken).isEqualTo(body.length());
			assertThat(scanner.isOver()).isTrue();
			assertThat(scanner.isMalformed()).isFalse();
			assertThat(scanner.missing()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("complete")
	void whoReadsNoMoreThanIsMissingNeverReadsWhatFollows(String body) {
		ChunkScanner scanner = scanner();
		int position = 0;
		while (!scanner.isOver()) {
			long missing = scanner.missing();
			assertThat(missing).isBetween(1L, (long) body.length() - position);
			position += scanner.scan(bytes(body), position, (int) missing);
		}
		assertThat(position).isEqualTo(body.length());
	}

	@ParameterizedTest
	@MethodSource("malformed")
	void malformedBodyIsOver(String body) {
		for (int split = 0; split <= body.length(); split++) {
			ChunkScanner scanner = scanner();
			int taken = scanner.scan(bytes(body), 0, split);
			scanner.scan(bytes(body), taken, body.length() - taken);
			assertThat(scanner.isMalformed()).isTrue();
			assertThat(scanner.missing()).isZero();
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void saysTheSameAsTomcatOfEachBeginning(String body) throws IOException {
		String input = body + NEXT;
		for (int end = 0; end <= input.length(); end++) {
			assertSameAsTomcat(input.substring(0, end));
		}
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void saysTheSameAsTomcatOfNonsense(long seed) throws IOException {
		Random random = new Random(seed);
		String[] pieces = { "0", "1", "3", "\r", "\n", "\r\n", "\r\n", "abc", ";", "a", "=", "\"", ": ", " ", "\t", END,
				"3\r\nabc\r\n", "\0", "f" };
		for (int i = 0; i < 5000; i++) {
			StringBuilder input = new StringBuilder();
			for (int piece = random.nextInt(12); piece >= 0; piece--) {
				input.append(pieces[random.nextInt(pieces.length)]);
			}
			assertSameAsTomcat(input.toString());
		}
	}

	@ParameterizedTest
	@CsvSource({ "'', 5", "0, 4", "3, 12", "3;a, 12", "'3\r', 11", "'3\r\n', 10", "'3\r\na', 9", "'3\r\nabc', 7",
			"'3\r\nabc\r', 6", "'3\r\nabc\r\n', 5", "'0\r\n', 2", "'0\r\n\r', 1", "'0\r\nA', 1",
			"7fffffff, 2147483656" })
	void missingIsTheLeastThatCanCome(String begun, long missing) {
		ChunkScanner scanner = scanner();
		scanner.scan(bytes(begun), 0, begun.length());
		assertThat(scanner.missing()).isEqualTo(missing);
	}

	@Test
	void extensionsWithoutLimit() {
		ChunkScanner scanner = new ChunkScanner(-1, MAX_TRAILERS);
		String body = "1;" + "a".repeat(100_000) + "\r\nx\r\n" + END;
		assertThat(scanner.scan(bytes(body), 0, body.length())).isEqualTo(body.length());
		assertThat(scanner.isMalformed()).isFalse();
	}

	private static void assertSameAsTomcat(String input) throws IOException {
		ChunkScanner scanner = scanner();
		int taken = scanner.scan(bytes(input), 0, input.length());
		String ours = scanner.isMalformed() ? "malformed" : scanner.isOver() ? "ends at " + taken : "goes on";
		assertThat(ours).as(input).isEqualTo(tomcat(input));
	}

	private static String tomcat(String input) throws IOException {
		Request request = new Request();
		request.setResponse(new Response());
		ChunkedInputFilter filter = new ChunkedInputFilter(request, MAX_TRAILERS, Set.of(), MAX_EXTENSIONS, -1);
		ByteBuffer bytes = ByteBuffer.wrap(bytes(input));
		filter.setBuffer(new Source(bytes));
		Source sink = new Source(bytes);
		try {
			int read = filter.doRead(sink);
			while (read > 0) {
				read = filter.doRead(sink);
			}
			return (read == 0) ? "goes on" : "ends at " + (input.length() - filter.end());
		}
		catch (IOException ex) {
			return "malformed";
		}
	}

	private static ChunkScanner scanner() {
		return new ChunkScanner(MAX_EXTENSIONS, MAX_TRAILERS);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	/** Gives all bytes at once, and then none for now. */
	private static final class Source implements InputBuffer, ApplicationBufferHandler {

		private ByteBuffer bytes;

		Source(ByteBuffer bytes) {
			this.bytes = bytes;
		}

		@Override
		public int doRead(ApplicationBufferHandler handler) {
			int length = this.bytes.remaining();
			if (length > 0) {
				handler.setByteBuffer(this.bytes.duplicate());
				this.bytes.position(this.bytes.limit());
			}
			return length;
		}

		@Override
		public int available() {
			return this.bytes.remaining();
		}

		@Override
		public void setByteBuffer(ByteBuffer buffer) {
			this.bytes = buffer;
		}

		@Override
		public ByteBuffer getByteBuffer() {
			return this.bytes;
		}

		@Override
		public void expand(int size) {
			// never called
		}

	}

}
