package dev.headway.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;

import dev.headway.testing.LongTest;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.QuickClient;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The heap of a container with 256 MB, and clients that need more. Either the server
 * answers after they have left, or it has ended and said why. It can be ended while they
 * are there.
 */
@LongTest
@Timeout(180)
class MemoryIT {

	private static final Log logger = LogFactory.getLog(MemoryIT.class);

	private static final List<String> SMALL_HEAP = List.of("-Xmx64m");

	private static final Duration SHUTDOWN = Duration.ofSeconds(5);

	/** Beyond the shutdown's time, on a busy machine: the watchdog needs 2 s. */
	private static final Duration MARGIN = Duration.ofSeconds(4);

	private static final String HTTP1 = "GET / HTTP/1.1\r\nHost: a\r\n";

	@TempDir
	Path directory;

	@ParameterizedTest
	@ValueSource(strings = { "", HTTP1 + "X-Half: " })
	void thousandsOfConnectionsDoNotExhaustTheHeap(String first) throws Exception {
		try (PackagedServer server = start()) {
			assertThat(server.log()).containsPattern("WARN .*server.tomcat.max-connections is \\d+ instead of 8192");
			attack(server, 3000, first);
			assertThat(server.isAlive()).as(server::log).isTrue();
			assertAnswers(server);
			assertThat(server.log()).doesNotContain("OutOfMemoryError");
			assertEndsInTime(server, 143);
		}
	}

	@Test
	void headsOfAHundredHeadersDoNotExhaustTheHeap() throws Exception {
		try (PackagedServer server = start()) {
			attack(server, 1100, HTTP1 + "h: v\r\n".repeat(95) + "X-Half: ");
			assertThat(server.isAlive()).as(server::log).isTrue();
			assertAnswers(server);
			assertThat(server.log()).doesNotContain("OutOfMemoryError");
			assertEndsInTime(server, 143);
		}
	}

	@Test
	void silentTlsClientsDoNotExhaustTheHeap() throws Exception {
		try (PackagedServer server = start("--server.ssl.key-store=" + keyStore(),
				"--server.ssl.key-store-password=changeit")) {
			attack(server, 2000, clientHello());
			assertThat(server.isAlive()).as(server::log).isTrue();
			await().atMost(Duration.ofSeconds(60)).until(() -> helloIsAnswered(server));
			assertThat(server.log()).doesNotContain("OutOfMemoryError");
			assertEndsInTime(server, 143);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 90 })
	void streamsLeaveTheServerWorkingOrEnded(int headers) throws Exception {
		try (PackagedServer server = start("--server.http2.enabled=true")) {
			attack(server, 810, Http2Text.streams(100, headers));
			if (server.isAlive()) {
				assertAnswers(server);
				assertEndsInTime(server, 143);
			}
			else {
				assertThat(server.exitCode(Duration.ofSeconds(1))).as(server::log).isEqualTo(3);
				assertThat(server.log()).contains("headway: ended with status 3, because ");
			}
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", HTTP1 + "X-Half: " })
	void serverUnderAttackHeedsTheSignal(String first) throws Exception {
		try (PackagedServer server = start(); HostileClients clients = open(server, 3000, first)) {
			await().atMost(Duration.ofSeconds(20)).until(() -> clients.connected() >= 290);
			assertEndsInTime(server, 143);
		}
	}

	private static PackagedServer start(String... arguments) {
		String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--spring.lifecycle.timeout-per-shutdown-phase=" + SHUTDOWN.toSeconds() + "s";
		return PackagedServer.start(SMALL_HEAP, all);
	}

	private static HostileClients open(PackagedServer server, int count, String first) {
		return HostileClients.open(server.address().getPort(), count, Duration.ofMillis(100),
				(round) -> (round == 0) ? first : "");
	}

	private static void attack(PackagedServer server, int count, String first) throws Exception {
		try (HostileClients clients = open(server, count, first)) {
			long end = System.nanoTime() + Duration.ofSeconds(5).toNanos();
			await().atMost(Duration.ofSeconds(20)).until(() -> System.nanoTime() > end || !server.isAlive());
			logger.info("%d of %d connected, alive: %s".formatted(clients.connected(), count, server.isAlive()));
		}
	}

	private static void assertAnswers(PackagedServer server) {
		await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
			try (QuickClient client = new QuickClient(server.address(), Duration.ofSeconds(5))) {
				return client.get() == 200;
			}
		});
	}

	private static void assertEndsInTime(PackagedServer server, int status) throws InterruptedException {
		server.terminate();
		assertThat(server.exitCode(SHUTDOWN.plus(MARGIN))).as(server::log).isEqualTo(status);
	}

	private Path keyStore() throws Exception {
		Path store = this.directory.resolve("store.p12");
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "a", "-keyalg", "EC", "-dname", "CN=localhost", "-storetype", "PKCS12",
				"-storepass", "changeit", "-keystore", store.toString())
			.redirectErrorStream(true)
			.start();
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).isZero();
		return store;
	}

	private static String clientHello() throws Exception {
		SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 1);
		engine.setUseClientMode(true);
		ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
		engine.wrap(ByteBuffer.allocate(0), hello);
		return new String(hello.array(), 0, hello.position(), StandardCharsets.ISO_8859_1);
	}

	/** A healthy server answers a TLS ClientHello with a handshake record. */
	private static boolean helloIsAnswered(PackagedServer server) throws Exception {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.address().getPort())) {
			socket.setSoTimeout(5000);
			socket.getOutputStream().write(clientHello().getBytes(StandardCharsets.ISO_8859_1));
			InputStream in = socket.getInputStream();
			// a record of a handshake
			return in.read() == 22;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
