package dev.headway.packaged;

import java.io.EOFException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.headway.testing.Http2Connection.Frame;
import dev.headway.testing.Http2Connection;
import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.testing.Http2Connection.GOAWAY;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** HTTP/2 clients learn in time that the server ends, and get their answers. */
@LongTest
@Timeout(120)
class Http2DrainIT {

	/** In HPACK {@code :status: 200}. */
	private static final byte OK = (byte) 0x88;

	private static final int STREAMS = 10;

	@Test
	void clientIsToldFirstThatItEndsAndLastWhichStreamsWereServed() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true", "--headway.sleep=2s");
				Http2Connection client = Http2Connection.open(server.address().getPort())) {
			client.get(1, "/");
			client.readContent(1);
			client.get(3, "/sleep");
			server.terminate();
			Frame announcement = readGoAway(client);
			assertThat(announcement.number(0)).isEqualTo(Integer.MAX_VALUE);
			assertThat(announcement.number(4)).isZero();
			client.get(5, "/");
			assertThat(client.readContent(5)).contains("html");
			assertThat(client.readContent(3)).contains("html");
			Frame last = readGoAway(client);
			assertThat(last.number(0)).isEqualTo(5);
			assertThat(last.number(4)).isZero();
		}
	}

	@Test
	void busyClientLosesNothing() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true");
				Http2Connection client = Http2Connection.open(server.address().getPort())) {
			client.raiseWindow(0, 1 << 30);
			int begun = 0;
			int ended = 0;
			boolean told = false;
			List<Frame> refusals = new ArrayList<>();
			while (!told || ended < begun) {
				while (!told && begun - ended < 16) {
					client.get(2 * begun + 1, "/");
					begun++;
					if (begun == 500) {
						server.terminate();
					}
				}
				Frame frame = client.read();
				told |= frame.type() == GOAWAY;
				ended += frame.endsStream() ? 1 : 0;
				if (frame.type() == RST_STREAM || frame.type() == HEADERS && !isOk(frame.payload())) {
					refusals.add(frame);
				}
			}
			assertThat(begun).isGreaterThanOrEqualTo(500);
			assertThat(refusals).isEmpty();
		}
	}

	/** The last ones hold no worker by then. */
	@Test
	void answersAreSentToTheirEndWhenTheirClientMakesRoom() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true",
				"--headway.client.write-timeout=10s");
				Http2Connection client = Http2Connection.openWithWindow(server.address().getPort(), 0)) {
			beginAnswers(client);
			server.terminate();
			assertThat(readGoAway(client).number(0)).isEqualTo(Integer.MAX_VALUE);
			await().pollDelay(Duration.ofSeconds(2)).until(server::isAlive);
			for (int i = 0; i < STREAMS; i++) {
				client.raiseWindow(1 + 2 * i, 65_535);
				assertThat(client.readContent(1 + 2 * i)).contains("html");
			}
			assertThat(server.exitCode(Duration.ofSeconds(10))).isEqualTo(143);
		}
	}

	@Test
	void clientThatMakesNoRoomIsNotWaitedFor() throws Exception {
		try (PackagedServer server = PackagedServer.start("--server.http2.enabled=true");
				Http2Connection client = Http2Connection.openWithWindow(server.address().getPort(), 0)) {
			beginAnswers(client);
			server.terminate();
			assertThat(server.exitCode(Duration.ofSeconds(10))).isEqualTo(143);
			assertThat(server.log()).doesNotContain("Out of time");
		}
	}

	private static void beginAnswers(Http2Connection client) throws IOException {
		for (int i = 0; i < STREAMS; i++) {
			client.get(1 + 2 * i, "/");
		}
		for (int heads = 0; heads < STREAMS;) {
			heads += (client.read().type() == HEADERS) ? 1 : 0;
		}
	}

	/** Tomcat begins a block with three bytes about its table, or with the status. */
	private static boolean isOk(byte[] headerBlock) {
		return headerBlock[0] == OK || headerBlock[3] == OK;
	}

	private static Frame readGoAway(Http2Connection client) throws IOException {
		try {
			while (true) {
				Frame frame = client.read();
				if (frame.type() == GOAWAY) {
					return frame;
				}
			}
		}
		catch (EOFException ex) {
			throw new AssertionError("The connection ended without a word", ex);
		}
	}

}
