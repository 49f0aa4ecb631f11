package dev.headway.attack;

import java.net.URI;
import java.time.Duration;

import dev.headway.testing.Prober;
import dev.headway.testing.QuickClient;

/** The request of an innocent client, and how it is sent. */
enum Probe {

	QUICK {
		@Override
		QuickClient client(URI server) {
			return new QuickClient(server.resolve("quick"), Attackers.PATIENCE);
		}
	},

	QUICK_RECONNECTING {
		@Override
		QuickClient client(URI server) {
			return QuickClient.reconnecting(server.resolve("quick"), Attackers.PATIENCE);
		}
	},

	REPORT {
		@Override
		QuickClient client(URI server) {
			return new QuickClient(server.resolve("report/1"), Attackers.PATIENCE);
		}
	},

	JSON {
		@Override
		QuickClient client(URI server) {
			return QuickClient.posting(server.resolve("json"), Attackers.PATIENCE, BODY);
		}
	},

	OTHER_JSON {
		@Override
		QuickClient client(URI server) {
			return QuickClient.posting(server.resolve("other-json"), Attackers.PATIENCE, BODY);
		}
	};

	private static final String BODY = "{\"a\":1}";

	private static final Duration PACE = Duration.ofMillis(20);

	abstract QuickClient client(URI server);

	/** Sends requests at a steady pace, with a timeout longer than a stall. */
	Prober start(URI server) {
		return Prober.start(client(server), PACE, Attackers.PATIENCE);
	}

}
