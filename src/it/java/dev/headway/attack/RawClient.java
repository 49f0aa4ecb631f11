package dev.headway.attack;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection of a client that may be slow or leave. For one thread. */
final class RawClient implements AutoCloseable {

	private static final Pattern HEAD = Pattern.compile("HTTP/1\\.1 (\\d{3}) .*\r\nContent-Length: (\\d+)\r\n.*",
			Pattern.DOTALL);

	private static final int RECEIVE_BUFFER = 65_536;

	private final Tally tally;

	private final String host;

	private final Socket transport;

	/** The transport itself, or TLS on top of it. */
	private final Socket socket;

	RawClient(ServerAddress server, Tally tally) throws IOException {
		this.tally = tally;
		this.host = server.uri().getAuthority();
		this.transport = server.connect(RECEIVE_BUFFER);
		this.socket = server.secure(this.transport, "http/1.1");
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
		this.tally.sent();
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

	/**
	 * Reads an answer with a length, and counts it.
	 * @return whether the connection goes on
	 */
	boolean countAnswer() throws IOException {
		String head = readHead();
		Matcher matcher = HEAD.matcher(head);
		if (!matcher.matches()) {
			throw new IOException("not an answer: " + head);
		}
		int length = Integer.parseInt(matcher.group(2));
		if (read(length) < length) {
			throw new EOFException("ended in the body after: " + head);
		}
		switch (matcher.group(1)) {
			case "200" -> this.tally.answered();
			case "503" -> this.tally.refused();
			default -> this.tally.lost(head);
		}
		return !head.contains("\r\nConnection: close\r\n");
	}

	/** Reads so many bytes of a body, or fewer at its end. */
	int read(int bytes) throws IOException {
		return this.socket.getInputStream().readNBytes(bytes).length;
	}

	/** Leaves with a reset, as a client does that has unread bytes. */
	void reset() throws IOException {
		this.transport.setSoLinger(true, 0);
		this.transport.close();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
