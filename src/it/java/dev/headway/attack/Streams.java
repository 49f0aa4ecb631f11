package dev.headway.attack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.headway.testing.Http2Connection;
import dev.headway.testing.Http2Connection.Frame;

import static dev.headway.testing.Http2Connection.DATA;
import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.GOAWAY;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.RST_STREAM;

/**
 * An HTTP/2 connection on which each stream is read to its end and counted. The JDK's
 * client drops all streams when the server sends GOAWAY; this one waits for those that
 * the server has promised to serve. For one thread.
 */
final class Streams implements AutoCloseable {

	/** How many bytes the server may send without a window update. */
	private static final int WINDOW = 1 << 30;

	/** The status is compressed; the text isn't. */
	private static final String REFUSAL = "503 Service Unavailable";

	private final ServerAddress server;

	private final Tally tally;

	private final Http2Connection connection;

	private final Map<Integer, StringBuilder> open = new HashMap<>();

	private int next = 1;

	/** The last stream that the server serves. */
	private int last = Integer.MAX_VALUE;

	private boolean ending;

	Streams(ServerAddress server, Tally tally) throws IOException {
		this.server = server;
		this.tally = tally;
		this.connection = server.connectHttp2();
		this.connection.raiseWindow(0, WINDOW);
	}

	/** Whether the server accepts no more streams. */
	boolean isEnding() {
		return this.ending;
	}

	void get(String path) throws IOException {
		this.connection.get(begin(), this.server.uri().getScheme(), path);
	}

	/** Posts JSON whose body doesn't come yet. */
	int post(String path) throws IOException {
		int stream = begin();
		this.connection.send(HEADERS, END_HEADERS, stream,
				Http2Connection.headers(":method", "POST", ":scheme", this.server.uri().getScheme(), ":path", path,
						":authority", "localhost", "content-type", "application/json"));
		return stream;
	}

	/**
	 * Sends a part of JSON, padded with white space, because Tomcat ends connections with
	 * too many small frames.
	 */
	void send(int stream, String part, boolean end) throws IOException {
		this.connection.send(DATA, end ? END_STREAM : 0, stream,
				(part + " ".repeat(1024)).getBytes(StandardCharsets.UTF_8));
	}

	private int begin() {
		int stream = this.next;
		this.next += 2;
		this.open.put(stream, new StringBuilder());
		this.tally.sent();
		return stream;
	}

	/** Cancels the open streams. */
	void cancel() throws IOException {
		for (int stream : List.copyOf(this.open.keySet())) {
			this.connection.cancel(stream);
		}
		this.open.clear();
	}

	/** Reads until all streams have ended or are lost. */
	void readAll() {
		try {
			while (!this.open.isEmpty()) {
				take(this.connection.read());
			}
		}
		catch (IOException ex) {
			List<Integer> lost = new ArrayList<>(this.open.keySet());
			lost.forEach((stream) -> this.tally.lost("stream " + stream + ": " + ex));
			this.open.clear();
		}
	}

	private void take(Frame frame) throws IOException {
		if (frame.type() == GOAWAY) {
			this.ending = true;
			this.last = frame.number(0);
			this.open.keySet().removeIf((stream) -> stream > this.last);
			return;
		}
		StringBuilder content = this.open.get(frame.stream());
		if (content == null) {
			return;
		}
		if (frame.type() == DATA && content.length() < REFUSAL.length()) {
			content.append(frame.text());
		}
		if (frame.endsStream()) {
			this.open.remove(frame.stream());
			count(frame, content.toString());
		}
		else if (frame.type() == DATA && frame.payload().length > 0) {
			this.connection.raiseWindow(frame.stream(), frame.payload().length);
		}
	}

	private void count(Frame end, String content) {
		if (end.type() == RST_STREAM) {
			this.tally.lost("stream %d was reset with error %d".formatted(end.stream(), end.number(0)));
		}
		else if (content.startsWith(REFUSAL)) {
			this.tally.refused();
		}
		else {
			this.tally.answered();
		}
	}

	@Override
	public void close() throws IOException {
		this.connection.close();
	}

}
