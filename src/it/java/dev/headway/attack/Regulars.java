package dev.headway.attack;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients that send requests all the time, on connections that they keep as long as the
 * server does, until the server accepts no more connections. Each request that they have
 * sent on a connection has to be answered.
 */
final class Regulars {

	private static final List<String> PATHS = List.of("/quick", "/slow?ms=100", "/stall/1?ms=30", "/report/1");

	private static final int STREAMERS = 3;

	private static final int DRIPPERS = 4;

	private static final Duration DRIP = Duration.ofMillis(50);

	static final int CLIENTS = 2 * PATHS.size() + STREAMERS + DRIPPERS;

	private final Attackers attackers;

	private final AtomicInteger turnedAway = new AtomicInteger();

	Regulars(Attackers attackers) {
		this.attackers = attackers;
	}

	/** Starts the clients; each requests a page of its own. */
	void begin() {
		this.attackers.each(2 * PATHS.size(), (client) -> comeAgain(() -> ask(PATHS.get(client % PATHS.size()))));
		this.attackers.each(STREAMERS, (client) -> comeAgain(this::stream));
		this.attackers.each(DRIPPERS,
				(client) -> comeAgain(() -> SlowClients.drip(this.attackers, client % 2 == 1, 10, DRIP)));
	}

	private void comeAgain(Attackers.Action visit) throws IOException, InterruptedException {
		try {
			while (true) {
				visit.run();
			}
		}
		catch (ConnectException ex) {
			this.turnedAway.incrementAndGet();
		}
	}

	private void ask(String path) throws IOException {
		try (RawClient connection = this.attackers.connect()) {
			int answers = 0;
			try {
				do {
					connection.head("GET", path);
				}
				while (connection.countAnswer() && ++answers > 0);
			}
			catch (IOException ex) {
				this.attackers.tally().lost("%s after %d answers: %s".formatted(path, answers, ex));
			}
		}
	}

	private void stream() throws IOException {
		try (Streams streams = new Streams(this.attackers.server(), this.attackers.tally())) {
			while (!streams.isEnding()) {
				for (String path : PATHS) {
					streams.get(path);
				}
				streams.readAll();
			}
		}
	}

	/** How many clients were refused a connection. */
	int turnedAway() {
		return this.turnedAway.get();
	}

}
