package dev.headway.tomcat;

import java.io.ByteArrayOutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.UnaryOperator;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.LongTest;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Frames that arrive at any moment while the preface of their connection is handled, on a
 * real port. In Tomcat alone two threads may read then: seen twice in other tests on a
 * busy machine, never here.
 */
@LongTest
@Timeout(120)
@ExtendWith(OutputCaptureExtension.class)
class Http2PrefaceTests {

	private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

	/** Few, since a client has to send at the moment when the server reads. */
	private static final int CLIENTS = 3;

	private static final int CONNECTIONS = 1000;

	/** Settings and frames are more than Tomcat reads at a time. */
	private static final int SETTINGS = 1300;

	private static final int FRAMES = 2000;

	private static final long MAX_PAUSE_NANOS = 1_000_000;

	@Test
	void framesBehindThePrefaceAreReadByOneThread(@TempDir Path directory, CapturedOutput output) throws Exception {
		byte[] frames = frames();
		ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
		try (EmbeddedServer server = EmbeddedServer.start(directory, UnaryOperator.identity(),
				(request, response) -> response.getWriter().print("answer"), (protocol) -> {
					Http2Protocol http2 = new Http2Protocol();
					// so many frames without a request would be too many
					http2.setOverheadCountFactor(0);
					protocol.addUpgradeProtocol(http2);
				})) {
			List<Future<?>> all = new ArrayList<>();
			for (int i = 0; i < CLIENTS; i++) {
				all.add(clients.submit(() -> {
					for (int j = 0; j < CONNECTIONS; j++) {
						try (Socket socket = server.connect()) {
							socket.setTcpNoDelay(true);
							socket.getOutputStream().write(PREFACE);
							pause(ThreadLocalRandom.current().nextLong(MAX_PAUSE_NANOS));
							socket.getOutputStream().write(frames);
							assertThat(Http2Connection.on(socket).readContent(1)).isEqualTo("answer");
						}
					}
					return null;
				}));
			}
			for (Future<?> each : all) {
				each.get();
			}
		}
		finally {
			clients.shutdownNow();
		}
		assertThat(output.getAll()).doesNotContain("BufferOverflowException");
	}

	private static byte[] frames() {
		ByteArrayOutputStream frames = new ByteArrayOutputStream();
		ByteBuffer settings = ByteBuffer.allocate(6 * SETTINGS);
		while (settings.hasRemaining()) {
			settings.putShort((short) 3).putInt(100);
		}
		frames.writeBytes(Http2Connection.frame(Http2Connection.SETTINGS, 0, 0, settings.array()));
		for (int i = 0; i < FRAMES; i++) {
			frames.writeBytes(Http2Connection.frame(Http2Connection.PING, Http2Connection.ACK, 0, new byte[8]));
		}
		frames.writeBytes(Http2Connection.frame(Http2Connection.HEADERS,
				Http2Connection.END_HEADERS | Http2Connection.END_STREAM, 1,
				Http2Connection.headers(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "localhost")));
		return frames.toByteArray();
	}

	/** Without sleeping, which takes longer. */
	private static void pause(long nanos) {
		long begin = System.nanoTime();
		while (System.nanoTime() - begin < nanos) {
			Thread.onSpinWait();
		}
	}

}
