package dev.headway.hostile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Sends bytes unchanged, one connection for each exchange, and reads until the server
 * ends the connection. Text stands for bytes: one character each, up to {@code \u00ff}.
 *
 * @param port the server's port on this machine
 * @param patience how long the server may be silent before the exchange fails with a
 * {@link java.net.SocketTimeoutException}
 */
record RawClient(int port, Duration patience) {

	/**
	 * Sends a request and waits for its answer; only then closes its half.
	 * @return all bytes of the server
	 */
	String exchange(String request) throws IOException {
		return exchange(request, false);
	}

	/**
	 * Sends bytes that need no answer, and closes its half at once.
	 * @return all bytes of the server
	 */
	String exchangeAndEnd(String request) throws IOException {
		return exchange(request, true);
	}

	private String exchange(String request, boolean end) throws IOException {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port));
			socket.setSoTimeout((int) this.patience.toMillis());
			send(request, socket.getOutputStream());
			StringBuilder received = new StringBuilder();
			boolean open = end || receive(socket.getInputStream(), received, true);
			if (open) {
				end(socket);
				receive(socket.getInputStream(), received, false);
			}
			return received.toString();
		}
	}

	private static void send(String request, OutputStream out) throws IOException {
		try {
			out.write(request.getBytes(StandardCharsets.ISO_8859_1));
		}
		catch (SocketException ex) {
			// the server has closed the connection; its answer counts
		}
	}

	private static void end(Socket socket) throws IOException {
		try {
			socket.shutdownOutput();
		}
		catch (SocketException ex) {
			// the server has closed it first
		}
	}

	/**
	 * Reads to the end, or to the end of the first answer.
	 * @return whether the connection is still open
	 */
	private static boolean receive(InputStream in, StringBuilder received, boolean onlyOne) throws IOException {
		byte[] buffer = new byte[8192];
		while (!onlyOne || !RawResponse.startsWithWhole(received.toString())) {
			int length;
			try {
				length = in.read(buffer);
			}
			catch (SocketException ex) {
				// reset: the server has left input unread
				return false;
			}
			if (length < 0) {
				return false;
			}
			received.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
		}
		return true;
	}

}
