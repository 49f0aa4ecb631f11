package dev.headway.hostile;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.TlsServer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the server ends a connection while its client is still sending, the client gets
 * all answers that were sent before.
 */
@LongTest
@Timeout(60)
class LastAnswerIT {

	/** The connection ends after 80 of them. */
	private static final String REQUESTS = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(400);

	@AutoClose
	private static PackagedServer plain;

	@AutoClose
	private static TlsServer tls;

	@BeforeAll
	static void start(@TempDir Path directory) throws Exception {
		plain = PackagedServer.start();
		tls = TlsServer.start(directory);
	}

	@RepeatedTest(60)
	void eachAnswerOfAPipelineArrives() throws IOException {
		try (Socket socket = new Socket(plain.address().getHost(), plain.address().getPort())) {
			assertThat(answers(socket, REQUESTS)).isEqualTo(80);
		}
	}

	@RepeatedTest(10)
	void eachAnswerOfAPipelineArrivesOverTls() throws IOException {
		try (Socket socket = tls.connect()) {
			assertThat(answers(socket, REQUESTS)).isEqualTo(80);
		}
	}

	@Test
	void answerArrivesBeforeALongBodyIsSent() throws IOException {
		String upload = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 4000000\r\n\r\n" + "x".repeat(4_000_000);
		try (Socket socket = new Socket(plain.address().getHost(), plain.address().getPort())) {
			assertThat(answers(socket, upload)).isEqualTo(1);
		}
	}

	private static int answers(Socket socket, String requests) throws IOException {
		socket.setSoTimeout(20_000);
		socket.getOutputStream().write(requests.getBytes(StandardCharsets.US_ASCII));
		String received = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		return received.split("HTTP/1\\.1 \\d", -1).length - 1;
	}

}
