package dev.headway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** One connection on which everything is written unchanged. */
public final class RawExchange {

	private static final int TIMEOUT_MILLIS = 20_000;

	private RawExchange() {
	}

	/**
	 * Sends a text and reads until the server closes the connection.
	 * @param port the server's port on this machine
	 * @param text one character a byte
	 * @return all bytes of the server, one character a byte
	 */
	public static String send(int port, String text) throws IOException {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), port)) {
			socket.setSoTimeout(TIMEOUT_MILLIS);
			socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
			return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
		}
	}

}
