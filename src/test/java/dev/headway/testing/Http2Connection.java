package dev.headway.testing;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * An HTTP/2 connection without TLS on which frames are written unchanged (RFC 9113, 4.1).
 * For one thread at a time.
 */
public final class Http2Connection implements AutoCloseable {

	public static final int DATA = 0;

	public static final int HEADERS = 1;

	public static final int PRIORITY = 2;

	public static final int RST_STREAM = 3;

	public static final int SETTINGS = 4;

	public static final int PING = 6;

	public static final int GOAWAY = 7;

	public static final int WINDOW_UPDATE = 8;

	public static final int CONTINUATION = 9;

	/** A flag of DATA and HEADERS. */
	public static final int END_STREAM = 1;

	/** A flag of SETTINGS and PING. */
	public static final int ACK = 1;

	/** A flag of HEADERS and CONTINUATION. */
	public static final int END_HEADERS = 4;

	private static final int TIMEOUT_MILLIS = 20_000;

	private final Socket socket;

	private final DataInputStream in;

	private Http2Connection(Socket socket) throws IOException {
		this.socket = socket;
		this.in = new DataInputStream(socket.getInputStream());
	}

	/** Connects, and sends the preface and no settings. */
	public static Http2Connection open(int port) throws IOException {
		return open(port, new byte[0]);
	}

	/** Connects, and lets the server send so many bytes on each new stream. */
	public static Http2Connection openWithWindow(int port, int bytes) throws IOException {
		return open(port, ByteBuffer.allocate(6).putShort((short) 4).putInt(bytes).array());
	}

	/**
	 * Sends the preface and no settings on a connection that exists, for example over
	 * TLS.
	 */
	public static Http2Connection over(Socket socket) throws IOException {
		return begin(socket, new byte[0]);
	}

	/** Reads from a connection on which the preface was sent. */
	public static Http2Connection on(Socket socket) throws IOException {
		return new Http2Connection(socket);
	}

	private static Http2Connection open(int port, byte[] settings) throws IOException {
		return begin(new Socket(InetAddress.getByName("127.0.0.1"), port), settings);
	}

	private static Http2Connection begin(Socket socket, byte[] settings) throws IOException {
		socket.setSoTimeout(TIMEOUT_MILLIS);
		Http2Connection connection = new Http2Connection(socket);
		socket.getOutputStream().write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
		connection.send(SETTINGS, 0, 0, settings);
		return connection;
	}

	/** Sends a whole GET request. */
	public void get(int stream, String path) throws IOException {
		get(stream, "http", path);
	}

	/** Sends a whole GET request with a scheme. */
	public void get(int stream, String scheme, String path) throws IOException {
		send(HEADERS, END_HEADERS | END_STREAM, stream,
				headers(":method", "GET", ":scheme", scheme, ":path", path, ":authority", "localhost"));
	}

	/** Sends a whole HEAD request. */
	public void head(int stream, String path) throws IOException {
		send(HEADERS, END_HEADERS | END_STREAM, stream,
				headers(":method", "HEAD", ":scheme", "http", ":path", path, ":authority", "localhost"));
	}

	/** Cancels a stream. */
	public void cancel(int stream) throws IOException {
		send(RST_STREAM, 0, stream, (byte) 0, (byte) 0, (byte) 0, (byte) 8);
	}

	/** Lets the server send more: on a stream, or with 0 on the whole connection. */
	public void raiseWindow(int stream, int bytes) throws IOException {
		send(WINDOW_UPDATE, 0, stream, ByteBuffer.allocate(4).putInt(bytes).array());
	}

	/** Sends a frame. */
	public void send(int type, int flags, int stream, byte... payload) throws IOException {
		this.socket.getOutputStream().write(frame(type, flags, stream, payload));
	}

	/** Sends bytes, frames or not. */
	public void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/** A frame in bytes. */
	public static byte[] frame(int type, int flags, int stream, byte... payload) {
		return ByteBuffer.allocate(9 + payload.length)
			.put((byte) (payload.length >> 16))
			.putShort((short) payload.length)
			.put((byte) type)
			.put((byte) flags)
			.putInt(stream)
			.put(payload)
			.array();
	}

	/**
	 * Names and values in turn, each as a literal that isn't indexed (RFC 7541, 6.2.2).
	 */
	public static byte[] headers(String... namesAndValues) {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			block.write(0);
			write(namesAndValues[i], block);
			write(namesAndValues[i + 1], block);
		}
		return block.toByteArray();
	}

	private static void write(String text, ByteArrayOutputStream block) {
		if (text.length() > 126) {
			throw new IllegalArgumentException("longer than one byte can say: " + text);
		}
		block.write(text.length());
		block.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
	}

	/**
	 * Reads the next frame.
	 * @throws EOFException if the connection has ended
	 * @throws SocketTimeoutException if there is none for 20 seconds
	 */
	public Frame read() throws IOException {
		int length = this.in.readUnsignedByte() << 16 | this.in.readUnsignedShort();
		int type = this.in.readUnsignedByte();
		int flags = this.in.readUnsignedByte();
		int stream = this.in.readInt();
		return new Frame(type, flags, stream, this.in.readNBytes(length));
	}

	/** Reads up to the end of the stream and returns its content. */
	public String readContent(int stream) throws IOException {
		StringBuilder content = new StringBuilder();
		while (true) {
			Frame frame = read();
			if (frame.stream() == stream && frame.type() == DATA) {
				content.append(frame.text());
			}
			if (frame.stream() == stream && frame.endsStream()) {
				return content.toString();
			}
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A frame that was received.
	 *
	 * @param type one of the constants
	 * @param flags its flags
	 * @param stream the number of its stream, or 0
	 * @param payload its payload
	 */
	@SuppressWarnings("ArrayRecordComponent")
	public record Frame(int type, int flags, int stream, byte[] payload) {

		/** Whether it is the last one of its stream. */
		public boolean endsStream() {
			return this.type == RST_STREAM
					|| (this.type == DATA || this.type == HEADERS) && (this.flags & END_STREAM) != 0;
		}

		/** The content of DATA. */
		public String text() {
			return new String(this.payload, StandardCharsets.UTF_8);
		}

		/** A number in the payload, such as the error of GOAWAY at 4. */
		public int number(int offset) {
			return ByteBuffer.wrap(this.payload).getInt(offset);
		}

	}

}
