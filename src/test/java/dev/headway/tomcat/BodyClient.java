package dev.headway.tomcat;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One HTTP/1.1 connection on which everything is written unchanged. */
final class BodyClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream in;

	BodyClient(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new BufferedInputStream(socket.getInputStream());
		socket.setTcpNoDelay(true);
	}

	BodyClient send(String text) throws IOException {
		return send(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	BodyClient send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
		return this;
	}

	/** Closes its half, and goes on reading. */
	void endOutput() throws IOException {
		this.socket.shutdownOutput();
	}

	/** Resets the connection. */
	void reset() throws IOException {
		this.socket.setSoLinger(true, 0);
		this.socket.close();
	}

	/** Reads a response, whose body has a length. */
	Response read() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") < 0) {
			head.append((char) readByte(head));
		}
		int length = 0;
		for (String line : head.toString().split("\r\n")) {
			if (line.startsWith("Content-Length: ")) {
				length = Integer.parseInt(line.substring(16));
			}
		}
		String body = new String(this.in.readNBytes(length), StandardCharsets.UTF_8);
		return new Response(Integer.parseInt(head.substring(9, 12)), head.toString(), body);
	}

	private int readByte(StringBuilder head) throws IOException {
		int next = this.in.read();
		if (next < 0) {
			throw new EOFException("the connection ends after '" + head + "'");
		}
		return next;
	}

	/** Whether the server closes the connection, and sends nothing before. */
	boolean isClosed() throws IOException {
		return this.in.read() < 0;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A response.
	 *
	 * @param status its status
	 * @param head its head as it came
	 * @param body its body
	 */
	record Response(int status, String head, String body) {

		boolean isLast() {
			return this.head.contains("Connection: close");
		}

	}

}
