package dev.headway.attack;

import java.time.Duration;
import java.util.List;

/** The attacks that run while an innocent client sends a few requests. */
enum Attack {

	ALONE("nobody else") {
		@Override
		void begin(Attackers attackers) {
			attackers.in(WINDOW, () -> {
			});
		}
	},

	FOUR_SLOW("4 slow requests") {
		@Override
		void begin(Attackers attackers) {
			attackers.ask(4, "/slow?ms=1000", WINDOW);
		}
	},

	FOUR_SLOW_AND_A_STALL("4 requests that take 11 s, and a quick handler stalls for 10 s") {
		@Override
		void begin(Attackers attackers) {
			attackers.ask(4, "/slow?ms=11000", Duration.ofSeconds(1));
			attackers.askIn(Duration.ofMillis(500), "/stall/1?ms=10000");
		}
	},

	FIVE_STALL_IN_TURN("5 handlers stall for 4 s, one after the other") {
		@Override
		void begin(Attackers attackers) {
			for (int handler = 1; handler <= 5; handler++) {
				attackers.askIn(Duration.ofMillis(500L * handler), "/stall/" + handler + "?ms=4000");
			}
		}
	},

	FIVE_STALL_TOGETHER("5 handlers stall for 4 s at once") {
		@Override
		void begin(Attackers attackers) {
			for (int handler = 1; handler <= 5; handler++) {
				attackers.askIn(Duration.ofMillis(500), "/stall/" + handler + "?ms=4000");
			}
		}
	},

	TWENTY_TO_ONE_HANGING("20 requests to one handler that hangs for 1.5 s") {
		@Override
		void begin(Attackers attackers) {
			for (int client = 0; client < 20; client++) {
				attackers.askIn(Duration.ofMillis(500), "/stall/6?ms=1500");
			}
		}
	},

	ONE_REPORT_IN_TWENTY("60 /report/{id} a second, 1 in 20 of them takes 2 s", Probe.QUICK, Probe.QUICK_RECONNECTING,
			Probe.REPORT) {
		@Override
		void begin(Attackers attackers) {
			attackers.askSteadily(60, WINDOW, (number) -> "/report/" + number);
		}
	},

	FOUR_DRIP("4 drip a JSON body", Probe.QUICK, Probe.QUICK_RECONNECTING, Probe.JSON, Probe.OTHER_JSON) {
		@Override
		void begin(Attackers attackers) {
			attackers.each(4, (client) -> SlowClients.drip(attackers, client));
		}
	},

	FIFTY_DRIP("50 drip a JSON body", Probe.QUICK, Probe.QUICK_RECONNECTING, Probe.JSON, Probe.OTHER_JSON) {
		@Override
		void begin(Attackers attackers) {
			attackers.each(50, (client) -> SlowClients.drip(attackers, client));
		}
	},

	FOUR_READ_SLOWLY("4 read 5 MB slowly") {
		@Override
		void begin(Attackers attackers) {
			attackers.each(4, (client) -> SlowClients.read(attackers, client));
		}
	},

	FIFTY_READ_SLOWLY("50 read 5 MB slowly") {
		@Override
		void begin(Attackers attackers) {
			attackers.each(50, (client) -> SlowClients.read(attackers, client));
		}
	},

	FIVE_SLOW_IN_A_FILTER("5 slow in a filter") {
		@Override
		void begin(Attackers attackers) {
			attackers.ask(5, "/filtered?ms=1000", WINDOW);
		}
	},

	FIVE_SLOW_MESSAGES("5 slow WebSocket messages") {
		@Override
		void begin(Attackers attackers) {
			attackers.each(5, (client) -> SocketClients.talk(attackers, Duration.ofSeconds(1), WINDOW));
		}
	},

	FIVE_SLOW_HEALTH_CHECKS("5 slow health checks") {
		@Override
		void begin(Attackers attackers) {
			attackers.ask(5, "/actuator/health/slow", WINDOW);
		}
	},

	FIFTY_UNREAD_STREAMS("50 streams of an HTTP/2 connection that doesn't read") {
		@Override
		void begin(Attackers attackers) {
			attackers.each(1, (client) -> Http2Clients.askAndNotRead(attackers, 50, WINDOW));
		}
	},

	LEAVERS("clients that leave in any phase, 45 a second") {
		@Override
		void begin(Attackers attackers) {
			long each = WINDOW.toMillis() / LEAVING;
			for (int client = 0; client < LEAVING; client++) {
				attackers.in(Duration.ofMillis(client * each), Leavers.leave(attackers, client));
			}
		}
	};

	private static final Duration WINDOW = Duration.ofSeconds(5);

	private static final int LEAVING = 225;

	private final String label;

	private final List<Probe> probes;

	Attack(String label) {
		this(label, Probe.QUICK, Probe.QUICK_RECONNECTING);
	}

	Attack(String label, Probe... probes) {
		this.label = label;
		this.probes = List.of(probes);
	}

	/** Starts the clients, which end by themselves. */
	abstract void begin(Attackers attackers);

	/** The requests of the innocent clients meanwhile. */
	List<Probe> probes() {
		return this.probes;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
