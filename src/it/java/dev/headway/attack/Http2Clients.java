package dev.headway.attack;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;

import dev.headway.testing.Http2Connection;

import static dev.headway.testing.Http2Connection.END_HEADERS;
import static dev.headway.testing.Http2Connection.END_STREAM;
import static dev.headway.testing.Http2Connection.HEADERS;
import static dev.headway.testing.Http2Connection.RST_STREAM;

/** Clients of HTTP/2 that don't read, or cancel. */
final class Http2Clients {

	private static final byte[] CANCEL = { 0, 0, 0, 8 };

	private Http2Clients() {
	}

	/** Asks for as many downloads on one connection, and reads none of them. */
	static void askAndNotRead(URI server, int streams, Duration time) throws IOException, InterruptedException {
		try (Http2Connection connection = Http2Connection.open(server.getPort())) {
			for (int stream = 0; stream < streams; stream++) {
				get(connection, 2 * stream + 1, server, "/download");
			}
			Attackers.linger(time);
		}
	}

	/** Asks, and cancels after a while; the connection goes, too. */
	static void askAndCancel(URI server, String path, Duration after) throws IOException, InterruptedException {
		try (Http2Connection connection = Http2Connection.open(server.getPort())) {
			get(connection, 1, server, path);
			Attackers.linger(after);
			connection.send(RST_STREAM, 0, 1, CANCEL);
		}
	}

	private static void get(Http2Connection connection, int stream, URI server, String path) throws IOException {
		connection.send(HEADERS, END_HEADERS | END_STREAM, stream, Http2Connection.headers(":method", "GET", ":scheme",
				"http", ":authority", server.getAuthority(), ":path", path));
	}

}
