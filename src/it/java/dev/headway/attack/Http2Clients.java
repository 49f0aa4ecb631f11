package dev.headway.attack;

import java.io.IOException;
import java.time.Duration;

import dev.headway.testing.Http2Connection;

import static dev.headway.testing.Http2Connection.RST_STREAM;

/** Clients of HTTP/2: some read all of it, some post slowly, don't read, or cancel. */
final class Http2Clients {

	private static final byte[] CANCEL = { 0, 0, 0, 8 };

	private Http2Clients() {
	}

	/** Sends requests at once on one connection, and reads all answers. */
	static void readAll(Attackers attackers, String... paths) throws IOException {
		try (Streams streams = new Streams(attackers.server(), attackers.tally())) {
			for (String path : paths) {
				streams.get(path);
			}
			streams.readAll();
		}
	}

	/** Posts JSON in parts, with a pause after each. */
	static void postSlowly(Attackers attackers, Duration pause) throws IOException, InterruptedException {
		try (Streams streams = new Streams(attackers.server(), attackers.tally())) {
			int stream = streams.post("/json");
			for (String part : new String[] { "{", "\"a\":", "1" }) {
				streams.send(stream, part, false);
				Attackers.linger(pause);
			}
			streams.send(stream, "}", true);
			streams.readAll();
		}
	}

	/** Requests so many downloads on one connection, and reads none of them. */
	static void askAndNotRead(Attackers attackers, int streams, Duration time)
			throws IOException, InterruptedException {
		try (Http2Connection connection = attackers.server().connectHttp2()) {
			for (int stream = 0; stream < streams; stream++) {
				get(connection, 2 * stream + 1, attackers, "/download");
			}
			Attackers.linger(time);
		}
	}

	/** Sends a request, cancels it after a while, and closes the connection. */
	static void askAndCancel(Attackers attackers, String path, Duration after)
			throws IOException, InterruptedException {
		try (Http2Connection connection = attackers.server().connectHttp2()) {
			get(connection, 1, attackers, path);
			Attackers.linger(after);
			connection.send(RST_STREAM, 0, 1, CANCEL);
		}
	}

	private static void get(Http2Connection connection, int stream, Attackers attackers, String path)
			throws IOException {
		attackers.tally().sent();
		connection.get(stream, attackers.server().uri().getScheme(), path);
	}

}
