package dev.headway.attack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** A connection on which a client takes its time, or leaves. For one thread. */
final class RawClient implements AutoCloseable {

	private final Socket socket = new Socket();

	private final String host;

	/** Connects, with a receive buffer that holds no more than so many bytes. */
	RawClient(URI server, int receiveBuffer) throws IOException {
		this.host = server.getAuthority();
		this.socket.setReceiveBufferSize(receiveBuffer);
		this.socket.setTcpNoDelay(true);
		this.socket.setSoTimeout((int) Attackers.PATIENCE.toMillis());
		this.socket.connect(new InetSocketAddress(server.getHost(), server.getPort()));
	}

	RawClient(URI server) throws IOException {
		this(server, 65_536);
	}

	void write(String text) throws IOException {
		this.socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/** Sends a request line, {@code Host} and more headers. */
	void head(String method, String path, String... headers) throws IOException {
		StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + this.host + "\r\n");
		for (String header : headers) {
			head.append(header).append("\r\n");
		}
		write(head.append("\r\n").toString());
	}

	/** Reads up to the empty line. */
	String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		InputStream in = this.socket.getInputStream();
		while (head.indexOf("\r\n\r\n") < 0) {
			int next = in.read();
			if (next < 0) {
				throw new EOFException("ended after: " + head);
			}
			head.append((char) next);
		}
		return head.toString();
	}

	/** Reads so many bytes of a body, or fewer at its end. */
	int read(int bytes) throws IOException {
		return this.socket.getInputStream().readNBytes(bytes).length;
	}

	/** Leaves with a reset, as a client does that has unread bytes. */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
