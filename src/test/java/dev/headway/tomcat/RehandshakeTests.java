package dev.headway.tomcat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.time.Duration;

import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

import dev.headway.testing.TlsServer;
import org.apache.coyote.ActionCode;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that asks for a client's certificate when the client asks for certain
 * paths, as CLIENT-CERT authentication does, has TLS 1.2 shake hands once more.
 */
@Timeout(60)
class RehandshakeTests {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	@TempDir
	private Path directory;

	private SSLContext context;

	private EmbeddedServer server;

	@BeforeEach
	void startServer() throws Exception {
		Path keys = this.directory.resolve("keys.p12");
		TlsServer.makeKeys(keys);
		this.context = contextWithCertificate(keys);
		this.server = EmbeddedServer.start(this.directory,
				(delegate) -> new ConnectionGuard(new CertificateAdapter(delegate), () -> false),
				(request, response) -> {
					Object certificate = request.getAttribute("jakarta.servlet.request.X509Certificate");
					response.getOutputStream().print((certificate != null) ? "known" : "unknown");
				}, new ClientTimeouts(LIMIT, Duration.ofSeconds(30)), (protocol) -> {
					EmbeddedServer.secure(protocol, keys);
					SSLHostConfig host = protocol.findSslHostConfigs()[0];
					host.setProtocols("TLSv1.2");
					host.setTrustStore(trusted(keys));
					protocol.setKeepAliveTimeout(20_000);
				});
	}

	private static SSLContext contextWithCertificate(Path keyStore) throws IOException, GeneralSecurityException {
		KeyManagerFactory own = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		own.init(load(keyStore), TlsServer.PASSWORD.toCharArray());
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(trusted(keyStore));
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
		return context;
	}

	private static KeyStore load(Path keyStore) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keyStore)) {
			keys.load(in, TlsServer.PASSWORD.toCharArray());
		}
		return keys;
	}

	/** Client and server have the same certificate, and trust it. */
	private static KeyStore trusted(Path keyStore) {
		try {
			KeyStore trusted = KeyStore.getInstance("PKCS12");
			trusted.load(null, null);
			trusted.setCertificateEntry("all", load(keyStore).getCertificate("headway"));
			return trusted;
		}
		catch (IOException | GeneralSecurityException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@AfterEach
	void stopServer() throws Exception {
		this.server.close();
	}

	@Test
	void certificateIsAskedForHoweverOldTheConnectionIs() throws Exception {
		try (Socket client = secure(this.server.connect())) {
			ask(client, "/");
			assertThat(readUntil(client, "known")).contains("HTTP/1.1 200").endsWith("unknown");
			long start = System.nanoTime();
			await().until(() -> System.nanoTime() - start > LIMIT.multipliedBy(2).toNanos());
			ask(client, "/certificate");
			assertThat(readUntil(client, "known")).contains("HTTP/1.1 200").doesNotContain("unknown");
			ask(client, "/");
			assertThat(readUntil(client, "known")).contains("HTTP/1.1 200");
		}
	}

	/** A worker waits for it, in stock Tomcat for the connection's timeout each time. */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void clientThatTakesNoPartHoldsAWorkerForTheLimit(boolean drips) throws Exception {
		try (Socket transport = this.server.connect(); Socket client = secure(transport)) {
			ask(client, "/certificate");
			await().until(() -> this.server.pool().busy() == 1);
			await().atMost(LIMIT.multipliedBy(10)).pollInterval(LIMIT.dividedBy(5)).until(() -> {
				drip(transport, drips);
				return this.server.pool().busy() == 0;
			});
		}
	}

	/** Sends a byte of a record that never ends. */
	private static void drip(Socket transport, boolean drips) {
		if (drips) {
			try {
				transport.getOutputStream().write(0x16);
			}
			catch (IOException ex) {
				// the server has closed the connection
			}
		}
	}

	private Socket secure(Socket transport) throws IOException {
		return this.context.getSocketFactory().createSocket(transport, "127.0.0.1", this.server.port(), true);
	}

	private static void ask(Socket client, String path) throws IOException {
		client.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: a\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
	}

	private static String readUntil(Socket client, String end) throws IOException {
		StringBuilder read = new StringBuilder();
		while (read.indexOf(end) < 0) {
			int next = client.getInputStream().read();
			assertThat(next).as("a byte after: %s", read).isNotNegative();
			read.append((char) next);
		}
		return read.toString();
	}

	/** Does what Tomcat's CLIENT-CERT authentication does. */
	private static final class CertificateAdapter extends ForwardingAdapter {

		CertificateAdapter(Adapter delegate) {
			super(delegate);
		}

		@Override
		public void service(Request request, Response response) throws Exception {
			if (request.requestURI().equals("/certificate")) {
				request.action(ActionCode.REQ_SSL_CERTIFICATE, request);
			}
			super.service(request, response);
		}

	}

}
