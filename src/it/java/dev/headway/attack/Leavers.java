package dev.headway.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** Clients that leave in any phase of a request, half of them with a reset. */
final class Leavers {

	private static final Duration MOMENT = Duration.ofMillis(200);

	private static final List<Phase> PHASES = List.of(Leavers::connected, Leavers::inHead, Leavers::afterHead,
			Leavers::inBody, Leavers::inChunk, Leavers::whileItIsServed, Leavers::inAnswer, Leavers::unread);

	private Leavers() {
	}

	/**
	 * A client that leaves doesn't count as lost, even if the server has closed first.
	 */
	static Attackers.Action leaving(Attackers.Action action) {
		return () -> {
			try {
				action.run();
			}
			catch (IOException ex) {
				// it has
			}
		};
	}

	/** The number determines the phase. */
	static Attackers.Action leave(Attackers attackers, int number) {
		int phase = number % (PHASES.size() + 1);
		if (phase == PHASES.size()) {
			return leaving(() -> Http2Clients.askAndCancel(attackers, "/slow?ms=500", MOMENT));
		}
		return leaving(() -> {
			try (RawClient connection = attackers.connect()) {
				PHASES.get(phase).enter(connection);
				if (number / (PHASES.size() + 1) % 2 == 0) {
					connection.reset();
				}
			}
		});
	}

	private static void connected(RawClient connection) {
	}

	private static void inHead(RawClient connection) throws IOException {
		connection.write("GET /quick HTTP/1.1\r\nHo");
	}

	private static void afterHead(RawClient connection) throws IOException {
		connection.head("GET", "/slow?ms=500");
	}

	private static void inBody(RawClient connection) throws IOException, InterruptedException {
		connection.head("POST", "/json", "Content-Type: application/json", "Content-Length: 100");
		connection.write("{\"a\":");
		Attackers.linger(MOMENT);
	}

	private static void inChunk(RawClient connection) throws IOException, InterruptedException {
		connection.head("POST", "/json", "Content-Type: application/json", "Transfer-Encoding: chunked");
		connection.write("10\r\n{\"a\":");
		Attackers.linger(MOMENT);
	}

	private static void whileItIsServed(RawClient connection) throws IOException, InterruptedException {
		connection.head("GET", "/slow?ms=500");
		Attackers.linger(MOMENT);
	}

	private static void inAnswer(RawClient connection) throws IOException {
		connection.head("GET", "/download");
		connection.read(100_000);
	}

	private static void unread(RawClient connection) throws IOException, InterruptedException {
		connection.head("GET", "/download");
		Attackers.linger(MOMENT);
	}

	private interface Phase {

		void enter(RawClient connection) throws IOException, InterruptedException;

	}

}
