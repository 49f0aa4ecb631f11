package dev.headway.tomcat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;

import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;
import dev.headway.testing.TlsServer;
import org.apache.coyote.http2.Http2Protocol;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Connections of HTTP/2 that have ended don't count, however they ended. */
@Timeout(60)
class Http2ConnectionCountTests {

	/** Tomcat doesn't report this: for it the connection still waits. */
	@ParameterizedTest
	@CsvSource({ "false, false", "false, true", "true, false", "true, true" })
	void clientsOfHttp2ThatHaveLeftWithinAFrameMakeRoom(boolean tls, boolean reset, @TempDir Path directory)
			throws Exception {
		Path keys = directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		try (EmbeddedServer streams = EmbeddedServer.start(directory, UnaryOperator.identity(),
				(request, response) -> response.getOutputStream().print("done"), (protocol) -> {
					protocol.addUpgradeProtocol(new Http2Protocol());
					if (tls) {
						EmbeddedServer.secure(protocol, keys);
					}
				})) {
			streams.protocol().setMaxConnections(4);
			byte[] ping = Http2Connection.frame(Http2Connection.PING, 0, 0, new byte[8]);
			// read at once, so that Tomcat finds the part without its poller
			byte[] pingAndAPart = Arrays.copyOf(ping, ping.length + 12);
			System.arraycopy(ping, 0, pingAndAPart, ping.length, 12);
			for (int i = 0; i < 4; i++) {
				Socket transport = streams.connect();
				Http2Connection client = Http2Connection.over(tls ? secure(transport, keys, "h2") : transport);
				client.get(1, "/");
				assertThat(client.readContent(1)).isEqualTo("done");
				client.send(pingAndAPart);
				awaitPong(client);
				// without a goodbye of TLS
				transport.setSoLinger(reset, 0);
				transport.close();
			}
			try (Socket transport = streams.connect();
					Socket newcomer = tls ? secure(transport, keys, "http/1.1") : transport) {
				// less than Tomcat waits for the rest of the frame
				newcomer.setSoTimeout(10_000);
				newcomer.getOutputStream()
					.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				assertThat(newcomer.getInputStream().readNBytes(12)).asString().isEqualTo("HTTP/1.1 200");
			}
		}
	}

	/** They break the rules, so that Tomcat resets them. */
	@ParameterizedTest
	@ValueSource(strings = { "a request without a scheme", "a body longer than it says", "an update by nothing" })
	void clientsOfHttp2WhoseStreamsHaveBeenResetMakeRoom(String fault, @TempDir Path directory) throws Exception {
		try (EmbeddedServer streams = EmbeddedServer.startWithHttp2(directory, UnaryOperator.identity(),
				(request, response) -> request.startAsync())) {
			streams.protocol().setMaxConnections(4);
			List<Http2Connection> clients = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				Http2Connection client = Http2Connection.over(streams.connect());
				clients.add(client);
				switch (fault) {
					case "a request without a scheme" ->
						client.send(Http2Connection.HEADERS, Http2Connection.END_HEADERS | Http2Connection.END_STREAM,
								1, Http2Connection.headers(":method", "GET", ":path", "/", ":authority", "localhost"));
					case "a body longer than it says" -> {
						client.send(Http2Connection.HEADERS, Http2Connection.END_HEADERS, 1,
								Http2Connection.headers(":method", "POST", ":scheme", "http", ":path", "/",
										":authority", "localhost", "content-length", "5"));
						client.send(Http2Connection.DATA, Http2Connection.END_STREAM, 1, new byte[50]);
					}
					default -> {
						client.get(1, "/");
						client.raiseWindow(1, 0);
					}
				}
				Frame frame = client.read();
				while (frame.type() != Http2Connection.RST_STREAM) {
					frame = client.read();
				}
			}
			Socket newcomer = streams.connect();
			newcomer.setSoTimeout(10_000);
			try (Http2Connection client = Http2Connection.over(newcomer)) {
				assertThat(client.read().type()).isEqualTo(Http2Connection.SETTINGS);
			}
			for (Http2Connection client : clients) {
				client.close();
			}
		}
	}

	private static Socket secure(Socket transport, Path keys, String protocol) throws Exception {
		SSLSocket socket = (SSLSocket) TlsServer.trusting(keys)
			.getSocketFactory()
			.createSocket(transport, "127.0.0.1", transport.getPort(), true);
		SSLParameters parameters = socket.getSSLParameters();
		parameters.setApplicationProtocols(new String[] { protocol });
		socket.setSSLParameters(parameters);
		return socket;
	}

	private static void awaitPong(Http2Connection client) throws IOException {
		Frame frame = client.read();
		while (frame.type() != Http2Connection.PING) {
			frame = client.read();
		}
	}

}
