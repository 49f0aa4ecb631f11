package dev.headway.hostile;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.RawExchange;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static dev.headway.testing.Http2Connection.ACK;
import static dev.headway.testing.Http2Connection.CONTINUATION;
import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.GOAWAY;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.PING;
import static dev.headway.testing.Http2Connection.PRIORITY;
import static dev.headway.testing.Http2Connection.RST_STREAM;
import static dev.headway.testing.Http2Connection.SETTINGS;
import static dev.headway.testing.Http2Connection.WINDOW_UPDATE;
import static dev.headway.testing.Http2Connection.frame;
import static dev.headway.testing.Http2Connection.headers;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * No frames may cause log lines, since a client could fill the disk with them.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "server.http2.enabled=true", "server.tomcat.max-connections=20",
				// the JVM's, so another class may have changed it
				"logging.level.dev.headway.worker=info" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(60)
class Http2LogTests {

	private static final int TIMES = 2000;

	private static final int CONNECTIONS = 3;

	private static final byte[] GET = headers(":method", "GET", ":scheme", "http", ":path", "/", ":authority",
			"localhost");

	@LocalServerPort
	private int port;

	@ParameterizedTest(name = "{0}")
	@MethodSource("hostileFrames")
	void framesWriteNothingToTheLog(String name, byte[] frames, CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		for (int i = 0; i < CONNECTIONS; i++) {
			send(frames);
		}
		assertThat(output.getAll().substring(before)).isEmpty();
		// late lines of an earlier case
		assertThat(output.getAll()).doesNotContain(" WARN ", " ERROR ", "\tat ");
		assertThat(RawExchange.send(this.port, "GET / HTTP/1.0\r\n\r\n")).startsWith("HTTP/1.1 200 ");
	}

	/**
	 * Sends the frames, then one that Tomcat answers, and waits for the answer or the
	 * connection's end.
	 */
	private void send(byte[] frames) throws IOException {
		try (Http2Connection connection = Http2Connection.open(this.port)) {
			connection.send(frames);
			connection.send(HEADERS, END_HEADERS | END_STREAM, 0x00ff_ffff, GET);
			connection.readContent(0x00ff_ffff);
		}
		catch (SocketException | java.io.EOFException ex) {
			// Tomcat has closed the connection
		}
	}

	static Stream<Arguments> hostileFrames() {
		byte[] settings = new byte[6 * 2700];
		Arrays.fill(settings, (byte) 0x77);
		byte[] knownAndWrong = { 0, 2, 0, 0, 0, 9 };
		return Stream.of(hostile("unknown settings", 15, (i) -> frame(SETTINGS, 0, 0, settings)),
				hostile("one unknown setting a frame", TIMES,
						(i) -> frame(SETTINGS, 0, 0, (byte) 9, (byte) 9, (byte) 0, (byte) 0, (byte) 0, (byte) i)),
				hostile("settings of the wrong length", TIMES, (i) -> frame(SETTINGS, 0, 0, new byte[5])),
				hostile("settings out of range", TIMES, (i) -> frame(SETTINGS, 0, 0, knownAndWrong)),
				hostile("settings on a stream", TIMES, (i) -> frame(SETTINGS, 0, 1)),
				hostile("acknowledgements of nothing", TIMES, (i) -> frame(SETTINGS, ACK, 0)),
				hostile("acknowledgements with a payload", TIMES, (i) -> frame(SETTINGS, ACK, 0, new byte[6])),
				hostile("pings", TIMES, (i) -> frame(PING, 0, 0, new byte[8])),
				hostile("answers to no ping", TIMES, (i) -> frame(PING, ACK, 0, new byte[8])),
				hostile("pings of the wrong length", TIMES, (i) -> frame(PING, 0, 0, new byte[7])),
				hostile("unknown types of frames", TIMES, (i) -> frame(0x40 + i % 0x80, 0xff, i, new byte[10])),
				hostile("pushes", TIMES, (i) -> frame(5, END_HEADERS, 2 * i + 1, GET)),
				hostile("priority of a stream on itself", TIMES,
						(i) -> frame(PRIORITY, 0, 2 * i + 1, ByteBuffer.allocate(5).putInt(2 * i + 1).array())),
				hostile("priorities of the wrong length", TIMES, (i) -> frame(PRIORITY, 0, 2 * i + 1, new byte[4])),
				hostile("priorities of many streams", TIMES, (i) -> frame(PRIORITY, 0, 2 * i + 1, new byte[5])),
				hostile("priority updates of nonsense", TIMES,
						(i) -> frame(0x10, 0, 0, ByteBuffer.allocate(8).putInt(2 * i + 1).putInt(0x7f7f7f7f).array())),
				hostile("resets of idle streams", TIMES, (i) -> frame(RST_STREAM, 0, 2 * i + 1, new byte[4])),
				hostile("streams reset at once", TIMES,
						(i) -> join(frame(HEADERS, END_HEADERS, 2 * i + 1, GET),
								frame(RST_STREAM, 0, 2 * i + 1, new byte[] { 0, 0, 0, 8 }))),
				hostile("windows that don't grow", TIMES, (i) -> frame(WINDOW_UPDATE, 0, 0, new byte[4])),
				hostile("windows that overflow", TIMES,
						(i) -> frame(WINDOW_UPDATE, 0, 0, new byte[] { 0x7f, -1, -1, -1 })),
				hostile("windows of open streams that overflow", TIMES,
						(i) -> join(frame(HEADERS, END_HEADERS, 2 * i + 1, GET),
								frame(WINDOW_UPDATE, 0, 2 * i + 1, new byte[] { 0x7f, -1, -1, -1 }))),
				hostile("goodbyes", TIMES, (i) -> frame(GOAWAY, 0, 0, new byte[8])),
				hostile("data of idle streams", TIMES, (i) -> frame(DATA, 0, 2 * i + 1, new byte[10])),
				hostile("data of ended streams", TIMES,
						(i) -> join(frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, GET),
								frame(DATA, 0, 2 * i + 1, new byte[10]))),
				hostile("content longer than said", TIMES,
						(i) -> join(
								frame(HEADERS, END_HEADERS, 2 * i + 1,
										headers(":method", "POST", ":scheme", "http", ":path", "/", ":authority",
												"localhost", "content-length", "1")),
								frame(DATA, END_STREAM, 2 * i + 1, new byte[10]))),
				hostile("padding longer than its frame", TIMES,
						(i) -> join(frame(HEADERS, END_HEADERS, 2 * i + 1, GET),
								frame(DATA, 8, 2 * i + 1, new byte[] { 100, 0 }))),
				hostileHeaders("no pseudo headers", "a", "b"),
				hostileHeaders("unknown pseudo header", ":method", "GET", ":scheme", "http", ":path", "/", ":x", "y"),
				hostileHeaders("pseudo header twice", ":method", "GET", ":method", "GET", ":scheme", "http", ":path",
						"/"),
				hostileHeaders("pseudo header behind others", ":method", "GET", "a", "b", ":scheme", "http", ":path",
						"/"),
				hostileHeaders("upper case", ":method", "GET", ":scheme", "http", ":path", "/", "UPPER", "x"),
				hostileHeaders("header of a connection", ":method", "GET", ":scheme", "http", ":path", "/",
						"connection", "close"),
				hostileHeaders("line end in a value", ":method", "GET", ":scheme", "http", ":path", "/", ":authority",
						"localhost", "x", "a\r\nb: c"),
				hostileHeaders("scheme of TLS", ":method", "GET", ":scheme", "https", ":path", "/", ":authority",
						"localhost"),
				hostileHeaders("authority with no name", ":method", "GET", ":scheme", "http", ":path", "/",
						":authority", "a b:x"),
				hostileHeaders("host that differs", ":method", "GET", ":scheme", "http", ":path", "/", ":authority",
						"localhost", "host", "evil.example"),
				hostileHeaders("path without a slash", ":method", "GET", ":scheme", "http", ":path", "x/\0",
						":authority", "localhost"),
				hostileHeaders("cookies of nonsense", ":method", "GET", ":scheme", "http", ":path", "/", ":authority",
						"localhost", "cookie", "=;\0=\1;;\"a"),
				hostileHeaders("length of nonsense", ":method", "POST", ":scheme", "http", ":path", "/", ":authority",
						"localhost", "content-length", "x"),
				hostile("header block that can't be decoded", TIMES,
						(i) -> frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, new byte[] { -1, -1, -1, -1, -1 })),
				hostile("header block without end", TIMES,
						(i) -> frame((i == 0) ? HEADERS : CONTINUATION, 0, 1, headers("a" + i, "b".repeat(100)))),
				hostile("streams that go backwards", TIMES,
						(i) -> frame(HEADERS, END_HEADERS | END_STREAM, 2 * (TIMES - i) + 1, GET)),
				hostile("streams of the server", TIMES,
						(i) -> frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 2, GET)),
				hostile("streams without end", TIMES, (i) -> frame(HEADERS, END_HEADERS, 2 * i + 1, GET)),
				hostile("frames that are too long", 20, (i) -> frame(DATA, 0, 1, new byte[100_000])),
				hostile("bytes of nonsense", TIMES, (i) -> new byte[] { (byte) (31 * i), (byte) (i >> 3), -1, 7 }));
	}

	private static Arguments hostile(String name, int times, IntFunction<byte[]> frames) {
		return Arguments.of(name, join(Stream.iterate(0, (i) -> i + 1).limit(times).map(frames::apply)));
	}

	private static Arguments hostileHeaders(String name, String... headers) {
		return hostile("headers: " + name, TIMES,
				(i) -> frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, headers(headers)));
	}

	private static byte[] join(byte[]... parts) {
		return join(Stream.of(parts));
	}

	private static byte[] join(Stream<byte[]> parts) {
		ByteArrayOutputStream joined = new ByteArrayOutputStream();
		parts.forEach(joined::writeBytes);
		return joined.toByteArray();
	}

	@ParameterizedTest
	@MethodSource("upgrades")
	void upgradeWritesNothingToTheLog(String upgrade, CapturedOutput output) throws IOException {
		int before = output.getAll().length();
		for (int i = 0; i < CONNECTIONS; i++) {
			RawExchange.send(this.port, upgrade);
		}
		assertThat(output.getAll().substring(before)).isEmpty();
	}

	static Stream<String> upgrades() {
		byte[] unknown = new byte[6 * 900];
		Arrays.fill(unknown, (byte) 0x77);
		return Stream.of(unknown, new byte[7], new byte[0])
			.map((settings) -> Base64.getUrlEncoder().withoutPadding().encodeToString(settings))
			.flatMap((settings) -> Stream.of(settings, settings + "!"))
			.map((settings) -> "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade, HTTP2-Settings\r\n"
					+ "Upgrade: h2c\r\nHTTP2-Settings: " + settings + "\r\n\r\nno preface at all, so that it ends");
	}

}
