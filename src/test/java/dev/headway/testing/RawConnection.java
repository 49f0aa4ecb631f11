package dev.headway.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One plain connection. Unlike an HTTP client it repeats no requests and doesn't
 * reconnect, so that the server's behaviour is visible. For one thread at a time.
 */
public final class RawConnection implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final Socket socket;

	private final InputStream in;

	private final String host;

	private RawConnection(Socket socket, String host) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
		this.host = host;
	}

	/**
	 * Connects.
	 * @throws ConnectException if no server listens there
	 */
	public static RawConnection open(URI server) throws IOException {
		Socket socket = new Socket();
		try {
			socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), (int) TIMEOUT.toMillis());
			socket.setTcpNoDelay(true);
			socket.setSoTimeout((int) TIMEOUT.toMillis());
			return new RawConnection(socket, server.getAuthority());
		}
		catch (IOException ex) {
			socket.close();
			throw ex;
		}
	}

	/** Connects, asks for a path and leaves the answer to another thread. */
	public static CompletableFuture<Answer> ask(URI server, String path) throws IOException {
		RawConnection connection = open(server);
		connection.send(path);
		CompletableFuture<Answer> answer = new CompletableFuture<>();
		new Thread(() -> {
			try (connection) {
				answer.complete(connection.read().orElseThrow(() -> new EOFException("closed without an answer")));
			}
			catch (IOException | RuntimeException ex) {
				answer.completeExceptionally(ex);
			}
		}, "client").start();
		return answer;
	}

	/** Asks for a path on so many connections at once. */
	public static List<CompletableFuture<Answer>> ask(URI server, String path, int connections) throws IOException {
		List<CompletableFuture<Answer>> answers = new ArrayList<>();
		for (int i = 0; i < connections; i++) {
			answers.add(ask(server, path));
		}
		return answers;
	}

	/** Sends a GET request. */
	public void send(String path) throws IOException {
		String request = "GET " + path + " HTTP/1.1\r\nHost: " + this.host + "\r\n\r\n";
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	/** Sends a POST request. */
	public void post(String path, String body) throws IOException {
		String request = "POST " + path + " HTTP/1.1\r\nHost: " + this.host + "\r\nContent-Length: " + body.length()
				+ "\r\n\r\n" + body;
		this.socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Reads an answer to its end.
	 * @return the answer; empty if the connection ended or was reset before its first
	 * byte
	 * @throws EOFException if it ended within the answer
	 */
	public Optional<Answer> read() throws IOException {
		int first = readFirst();
		if (first < 0) {
			return Optional.empty();
		}
		String statusLine = (char) first + readLine();
		Map<String, String> headers = new HashMap<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			int colon = line.indexOf(':');
			headers.put(line.substring(0, colon).toLowerCase(java.util.Locale.ROOT), line.substring(colon + 1).strip());
		}
		int length = Integer.parseInt(headers.get("content-length"));
		byte[] body = this.in.readNBytes(length);
		if (body.length < length) {
			throw new EOFException("%d of %d bytes of the body came".formatted(body.length, length));
		}
		return Optional.of(new Answer(Integer.parseInt(statusLine.split(" ")[1]), headers,
				new String(body, StandardCharsets.UTF_8)));
	}

	private int readFirst() throws IOException {
		try {
			return this.in.read();
		}
		catch (SocketException ex) {
			return -1;
		}
	}

	private String readLine() throws IOException {
		ByteArrayOutputStream line = new ByteArrayOutputStream();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the head ends after " + line);
			}
			if (next != '\r') {
				line.write(next);
			}
		}
		return line.toString(StandardCharsets.ISO_8859_1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
