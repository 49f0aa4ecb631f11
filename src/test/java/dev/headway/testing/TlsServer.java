package dev.headway.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/** The packaged server with TLS, and a certificate of its own that its clients trust. */
public final class TlsServer implements AutoCloseable {

	/** The key store's password. */
	public static final String PASSWORD = "changeit";

	private final PackagedServer server;

	private final SSLContext context;

	private final SSLSocketFactory sockets;

	private TlsServer(PackagedServer server, SSLContext context) {
		this.server = server;
		this.context = context;
		this.sockets = context.getSocketFactory();
	}

	/**
	 * Makes a certificate, starts the server and waits until it serves.
	 * @param directory where the key store is put
	 */
	public static TlsServer start(Path directory, String... arguments) throws Exception {
		return start(List.of(), directory, arguments);
	}

	/** As {@link #start(Path, String...)}, in a JVM with options. */
	public static TlsServer start(List<String> jvmOptions, Path directory, String... arguments) throws Exception {
		Path keyStore = directory.resolve("keys.p12");
		makeKeys(keyStore);
		String[] all = Stream
			.concat(Arrays.stream(arguments), Stream.of("--server.ssl.key-store=" + keyStore,
					"--server.ssl.key-store-password=" + PASSWORD, "--server.ssl.key-store-type=PKCS12"))
			.toArray(String[]::new);
		return new TlsServer(PackagedServer.start(jvmOptions, all), trusting(keyStore));
	}

	/** Makes a key store with a certificate for this machine. */
	public static void makeKeys(Path keyStore) throws IOException, InterruptedException {
		Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
				"-genkeypair", "-alias", "headway", "-keyalg", "EC", "-dname", "CN=localhost", "-ext",
				"SAN=ip:127.0.0.1,dns:localhost", "-keystore", keyStore.toString(), "-storetype", "PKCS12",
				"-storepass", PASSWORD)
			.redirectErrorStream(true)
			.start();
		String output = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(keytool.exitValue()).as(output).isZero();
	}

	/** A context that trusts the certificates of the key store. */
	public static SSLContext trusting(Path keyStore) throws IOException, GeneralSecurityException {
		KeyStore keys = KeyStore.getInstance("PKCS12");
		try (var in = Files.newInputStream(keyStore)) {
			keys.load(in, PASSWORD.toCharArray());
		}
		TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
		trust.init(keys);
		SSLContext context = SSLContext.getInstance("TLS");
		context.init(null, trust.getTrustManagers(), null);
		return context;
	}

	/** The server's process. */
	public PackagedServer server() {
		return this.server;
	}

	/** Where the server serves. */
	public URI address() {
		return this.server.address();
	}

	/** A context that trusts the server. */
	public SSLContext context() {
		return this.context;
	}

	/** Connects and shakes hands. */
	public Socket connect() throws IOException {
		Socket socket = this.sockets.createSocket(address().getHost(), address().getPort());
		socket.setSoTimeout(20_000);
		return socket;
	}

	/** Asks for a path on a new connection, and returns the answer's status. */
	public int get(String path) throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path)
					.getBytes(StandardCharsets.US_ASCII));
			BufferedReader answer = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
			String statusLine = answer.readLine();
			return Integer.parseInt(statusLine.split(" ")[1]);
		}
	}

	/** How many requests wait without a worker. */
	public int waiting() throws IOException {
		try (Socket socket = connect()) {
			socket.getOutputStream()
				.write("GET /actuator/prometheus HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return (int) new Metrics(answer).sum("headway_waiting_size");
		}
	}

	@Override
	public void close() throws IOException {
		this.server.close();
	}

}
