package dev.headway.tomcat;

import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

import dev.headway.admission.AdmissionShutdown;
import dev.headway.site.HeadwayApplication;
import dev.headway.testing.LongTest;
import dev.headway.testing.TlsServer;
import dev.headway.worker.WorkerPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The whole server, with one slot. */
@LongTest
@Timeout(60)
class WaitingClientsTests {

	private static final String REQUEST = "GET /sleep HTTP/1.1\r\nHost: a\r\n\r\n";

	/** The poller checks for late heads once a second. */
	@Test
	void headThatCameInTwoPacketsDoesNotShortenTheWait() throws Exception {
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HeadwayApplication.class).run(
				"--server.port=0", "--headway.pool.size=1", "--headway.sleep=3s", "--headway.client.head-timeout=500ms",
				"--headway.admission.rules[0].path=/sleep", "--headway.admission.rules[0].pace=slow")) {
			AdmissionShutdown waitingRoom = context.getBean(AdmissionShutdown.class);
			try (BodyClient first = new BodyClient(socket(context));
					BodyClient second = new BodyClient(socket(context))) {
				first.send(REQUEST);
				second.send(REQUEST.substring(0, 9));
				awaitHeadBegun(waitingRoom);
				second.send(REQUEST.substring(9));
				await().until(() -> waitingRoom.waiting() == 1);
				assertThat(first.read().status()).isEqualTo(200);
				assertThat(second.read().status()).isEqualTo(200);
			}
		}
	}

	/** See RFC 8446, 6.1: the message ends one direction alone. */
	@Test
	void clientThatEndsItsHalfOfTlsGetsItsAnswer(@TempDir Path directory) throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		try (ConfigurableApplicationContext context = new SpringApplicationBuilder(HeadwayApplication.class).run(
				"--server.port=0", "--headway.pool.size=1", "--headway.sleep=3s",
				"--headway.admission.rules[0].path=/sleep", "--headway.admission.rules[0].pace=slow",
				"--server.ssl.key-store=" + keys, "--server.ssl.key-store-password=" + TlsServer.PASSWORD)) {
			AdmissionShutdown waitingRoom = context.getBean(AdmissionShutdown.class);
			try (BodyClient first = new BodyClient(secureSocket(context, keys));
					BodyClient second = new BodyClient(secureSocket(context, keys))) {
				first.send(REQUEST);
				await().until(() -> context.getBean(WorkerPool.class).busy() == 1);
				second.send(REQUEST);
				await().until(() -> waitingRoom.waiting() == 1);
				second.endOutput();
				assertThat(first.read().status()).isEqualTo(200);
				assertThat(second.read().status()).isEqualTo(200);
			}
		}
	}

	/** Time enough for a part of a head to be read. */
	private static void awaitHeadBegun(AdmissionShutdown waitingRoom) {
		await().during(Duration.ofMillis(200)).until(() -> waitingRoom.waiting() == 0);
	}

	private static Socket secureSocket(ConfigurableApplicationContext context, Path keys) throws Exception {
		return TlsServer.trusting(keys).getSocketFactory().createSocket("127.0.0.1", port(context));
	}

	private static Socket socket(ConfigurableApplicationContext context) throws Exception {
		return new Socket("127.0.0.1", port(context));
	}

	private static int port(ConfigurableApplicationContext context) {
		return Integer.parseInt(Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port")));
	}

}
