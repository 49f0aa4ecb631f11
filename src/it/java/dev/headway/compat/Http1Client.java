package dev.headway.compat;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import javax.net.ssl.SSLContext;

import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 connection, kept as long as the server keeps it. Head and body are sent in
 * separate packets.
 */
final class Http1Client implements Client {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final int CHUNK_BYTES = 16_000;

	private final URI server;

	private final SSLContext trust;

	// Mutable state, of the one thread

	private @Nullable Socket socket;

	private InputStream in = InputStream.nullInputStream();

	/**
	 * Prepares a connection.
	 * @param server the base of all paths
	 * @param trust trusts the server
	 */
	Http1Client(URI server, SSLContext trust) {
		this.server = server;
		this.trust = trust;
	}

	@Override
	public Response send(Request request) throws IOException {
		Socket connection = connected();
		try {
			write(request, connection.getOutputStream());
		}
		catch (IOException ex) {
			// the server doesn't read the whole body; it may have sent an answer
		}
		Response response = read(request);
		if (response.header("Connection").equalsIgnoreCase("close")) {
			close();
		}
		return response;
	}

	private Socket connected() throws IOException {
		Socket present = this.socket;
		if (present == null) {
			present = this.server.getScheme().equals("https")
					? this.trust.getSocketFactory().createSocket(this.server.getHost(), this.server.getPort())
					: new Socket(this.server.getHost(), this.server.getPort());
			present.setTcpNoDelay(true);
			present.setSoTimeout((int) PATIENCE.toMillis());
			this.in = new BufferedInputStream(present.getInputStream());
			this.socket = present;
		}
		return present;
	}

	private void write(Request request, OutputStream out) throws IOException {
		StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nHost: %s\r\n".formatted(request.method(),
				this.server.getPath() + request.path(), this.server.getAuthority()));
		for (int i = 0; i < request.headers().size(); i += 2) {
			head.append(request.headers().get(i) + ": " + request.headers().get(i + 1) + "\r\n");
		}
		byte[] body = request.body();
		if (body.length > 0) {
			head.append(
					request.chunked() ? "Transfer-Encoding: chunked\r\n" : "Content-Length: " + body.length + "\r\n");
		}
		out.write(ascii(head + "\r\n"));
		if (body.length > 0 && request.chunked()) {
			for (int start = 0; start < body.length; start += CHUNK_BYTES) {
				int length = Math.min(CHUNK_BYTES, body.length - start);
				out.write(ascii(Integer.toHexString(length) + "\r\n"));
				out.write(body, start, length);
				out.write(ascii("\r\n"));
			}
			out.write(ascii("0\r\n\r\n"));
		}
		else {
			out.write(body);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	private Response read(Request request) throws IOException {
		String statusLine = readLine();
		List<String> headers = new ArrayList<>();
		for (String line = readLine(); !line.isEmpty(); line = readLine()) {
			headers.add(line);
		}
		Response head = new Response(Integer.parseInt(statusLine.split(" ")[1]), headers, new byte[0]);
		return new Response(head.status(), headers, readBody(request, head));
	}

	private byte[] readBody(Request request, Response head) throws IOException {
		if (request.method().equals("HEAD") || head.status() == 304 || head.status() == 204) {
			return new byte[0];
		}
		if (head.header("Transfer-Encoding").toLowerCase(Locale.ROOT).equals("chunked")) {
			return readChunks();
		}
		String length = head.header("Content-Length");
		return length.isEmpty() ? this.in.readAllBytes() : this.in.readNBytes(Integer.parseInt(length));
	}

	private byte[] readChunks() throws IOException {
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		int length = 1;
		while (length > 0) {
			String size = readLine();
			length = Integer.parseInt(size, 16);
			body.writeBytes(ascii(size + "\r\n"));
			body.writeBytes(this.in.readNBytes(length));
			body.writeBytes(ascii(readLine() + "\r\n"));
		}
		return body.toByteArray();
	}

	private String readLine() throws IOException {
		StringBuilder line = new StringBuilder();
		for (int next = this.in.read(); next != '\n'; next = this.in.read()) {
			if (next < 0) {
				throw new EOFException("the connection ended after: " + line);
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		Socket present = this.socket;
		this.socket = null;
		if (present != null) {
			present.close();
		}
	}

}
