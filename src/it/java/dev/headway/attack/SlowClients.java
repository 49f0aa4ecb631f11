package dev.headway.attack;

import java.io.IOException;
import java.time.Duration;

/** Clients that send or read slowly, and still expect their answer. */
final class SlowClients {

	private static final Duration DRIP = Duration.ofMillis(100);

	private static final int DRIPS = 50;

	private static final int DOWNLOAD_BYTES = 5 * 1024 * 1024;

	private static final int GULP_BYTES = 1024 * 1024;

	/** Longer than a write timeout of a second. */
	private static final Duration READERS_PAUSE = Duration.ofMillis(1500);

	private SlowClients() {
	}

	/** Posts JSON a byte at a time; every second client uses chunks. */
	static void drip(Attackers attackers, int client) throws IOException, InterruptedException {
		drip(attackers, client % 2 == 1, DRIPS, DRIP);
	}

	/** Posts so many bytes of JSON one by one. */
	static void drip(Attackers attackers, boolean chunked, int drips, Duration pause)
			throws IOException, InterruptedException {
		String json = "{\"a\":\"" + "x".repeat(drips) + "\"}";
		try (RawClient connection = attackers.connect()) {
			connection.head("POST", "/json", "Content-Type: application/json", "Connection: close",
					chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + json.length());
			send(connection, json, chunked, pause);
			count(attackers.tally(), connection.readHead());
		}
	}

	private static void send(RawClient connection, String json, boolean chunked, Duration pause)
			throws InterruptedException {
		try {
			for (char next : json.toCharArray()) {
				connection.write(chunked ? "1\r\n" + next + "\r\n" : String.valueOf(next));
				Attackers.linger(pause);
			}
			connection.write(chunked ? "0\r\n\r\n" : "");
		}
		catch (IOException ex) {
			// the server has ended the connection, perhaps after an answer
		}
	}

	/**
	 * Downloads five megabytes in parts, and pauses after each. Clients don't read their
	 * parts at the same time, since that would measure how fast this machine copies.
	 */
	static void read(Attackers attackers, int client) throws IOException, InterruptedException {
		Attackers.linger(Duration.ofMillis(client * 30L));
		read(attackers, READERS_PAUSE);
	}

	/** Downloads, and pauses before each part. */
	static void read(Attackers attackers, Duration pause) throws IOException, InterruptedException {
		try (RawClient connection = attackers.connect()) {
			connection.head("GET", "/download", "Connection: close");
			String head = connection.readHead();
			if (!head.startsWith("HTTP/1.1 200")) {
				count(attackers.tally(), head);
				return;
			}
			int read = 0;
			for (int gulp = GULP_BYTES; gulp == GULP_BYTES; read += gulp) {
				Attackers.linger(pause);
				gulp = connection.read(GULP_BYTES);
			}
			if (read == DOWNLOAD_BYTES) {
				attackers.tally().answered();
			}
			else {
				attackers.tally().lost("%d of %d bytes came".formatted(read, DOWNLOAD_BYTES));
			}
		}
	}

	private static void count(Tally tally, String head) {
		if (head.startsWith("HTTP/1.1 200")) {
			tally.answered();
		}
		else if (head.startsWith("HTTP/1.1 503") && head.contains("Retry-After")) {
			tally.refused();
		}
		else {
			tally.lost(head.lines().findFirst().orElse(head));
		}
	}

}
