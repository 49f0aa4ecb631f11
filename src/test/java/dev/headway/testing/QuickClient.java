package dev.headway.testing;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A well-behaved client with one connection, which it keeps as long as the server does.
 * It is light enough that dozens can run beside the server under test. For one thread.
 */
public final class QuickClient implements AutoCloseable {

	private static final Pattern HEAD = Pattern.compile("http/1\\.1 (\\d{3}) .*\r\ncontent-length: (\\d+)\r\n.*",
			Pattern.DOTALL);

	private static final int MAX_HEAD = 8192;

	private final URI address;

	private final Duration patience;

	private final byte[] request;

	// Mutable state, of the one thread

	private @Nullable Socket socket;

	private @Nullable InputStream in;

	/**
	 * Makes a client that isn't connected yet.
	 * @param patience how long a connect or a read may take
	 */
	public QuickClient(URI address, Duration patience) {
		this(address, patience, request("GET", address, "\r\n"));
	}

	private QuickClient(URI address, Duration patience, String request) {
		this.address = address;
		this.patience = patience;
		this.request = request.getBytes(StandardCharsets.US_ASCII);
	}

	/** Makes a client that opens a new connection for each request. */
	public static QuickClient reconnecting(URI address, Duration patience) {
		return new QuickClient(address, patience, request("GET", address, "Connection: close\r\n\r\n"));
	}

	/** Makes a client that posts JSON, in one packet with the head. */
	public static QuickClient posting(URI address, Duration patience, String json) {
		return new QuickClient(address, patience, request("POST", address,
				"Content-Type: application/json\r\nContent-Length: " + json.length() + "\r\n\r\n" + json));
	}

	private static String request(String method, URI address, String rest) {
		return method + " " + address.getPath() + " HTTP/1.1\r\nHost: " + address.getAuthority() + "\r\n" + rest;
	}

	/**
	 * Asks for the page and reads all of the answer.
	 * @return the status
	 * @throws IOException if there is no whole answer; the next request opens a new
	 * connection
	 */
	public int get() throws IOException {
		boolean keep = false;
		try {
			Socket present = connected();
			present.getOutputStream().write(this.request);
			String head = readHead();
			Matcher matcher = HEAD.matcher(head);
			if (!matcher.matches()) {
				throw new IOException("not an answer: " + head);
			}
			this.in.skipNBytes(Long.parseLong(matcher.group(2)));
			keep = !head.contains("\r\nconnection: close\r\n");
			return Integer.parseInt(matcher.group(1));
		}
		finally {
			if (!keep) {
				close();
			}
		}
	}

	private Socket connected() throws IOException {
		Socket present = this.socket;
		if (present == null) {
			present = new Socket();
			this.socket = present;
			present.setTcpNoDelay(true);
			present.setSoTimeout((int) this.patience.toMillis());
			present.connect(new InetSocketAddress(this.address.getHost(), this.address.getPort()),
					(int) this.patience.toMillis());
			this.in = new BufferedInputStream(present.getInputStream());
		}
		return present;
	}

	private String readHead() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.length() < 4 || head.indexOf("\r\n\r\n", head.length() - 4) < 0) {
			int next = this.in.read();
			if (next < 0 || head.length() == MAX_HEAD) {
				throw new EOFException("ended after: " + head);
			}
			head.append((char) next);
		}
		return head.toString().toLowerCase(Locale.ROOT);
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
