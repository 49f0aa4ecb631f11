package dev.headway.attack;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Random;
import java.util.Set;

import dev.headway.attack.Attackers.Action;

/**
 * The visit of one client in the chaos test. All random choices are made when the visit
 * is planned, on the planning thread, so a seed always gives the same visits.
 */
enum Visit {

	/** Requests a page that takes some time, or none. */
	GET(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			String path = path(random);
			return () -> attackers.send(attackers.request(path), client, 200);
		}
	},

	DOWNLOAD(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			return () -> attackers.send(attackers.request("/download"), client, 200);
		}
	},

	MISS(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			return () -> attackers.send(attackers.request("/missing"), client, 404);
		}
	},

	POST(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			HttpRequest.Builder request = json(attackers, "{\"a\":\"" + "x".repeat(random.nextInt(100_000)) + "\"}");
			return () -> attackers.send(request, client, 200);
		}
	},

	POST_NO_JSON(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			return () -> attackers.send(json(attackers, "{\"a\":"), client, 400);
		}
	},

	CHECK_HEALTH(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			return () -> attackers.send(attackers.request("/actuator/health/liveness"), client, 200);
		}
	},

	/** Sends the next request before the first has its answer. */
	PIPELINE(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			String first = path(random);
			String second = path(random);
			return () -> {
				try (RawClient connection = attackers.connect()) {
					connection.head("GET", first);
					connection.head("GET", second);
					if (connection.countAnswer()) {
						connection.countAnswer();
					}
					else {
						// Tomcat ends connections after answers such as 503, and
						// announces that
						attackers.tally().passedOver();
					}
				}
			};
		}
	},

	DRIP(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			boolean chunked = random.nextBoolean();
			int drips = 1 + random.nextInt(20);
			Duration pause = Duration.ofMillis(random.nextInt(60));
			return () -> SlowClients.drip(attackers, chunked, drips, pause);
		}
	},

	READ_SLOWLY(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			Duration pause = Duration.ofMillis(random.nextInt(300));
			return () -> SlowClients.read(attackers, pause);
		}
	},

	TALK(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			Duration each = Duration.ofMillis(random.nextInt(300));
			Duration time = Duration.ofMillis(random.nextInt(1000));
			return () -> SocketClients.talk(attackers, each, time);
		}
	},

	/** Sends some requests at once on an HTTP/2 connection. */
	STREAM(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			String[] paths = new String[1 + random.nextInt(6)];
			Arrays.setAll(paths, (number) -> path(random));
			return () -> Http2Clients.readAll(attackers, paths);
		}
	},

	/** Sends a body slowly over HTTP/2. */
	STREAM_A_BODY(true) {
		@Override
		Action plan(Attackers attackers, Random random) {
			Duration pause = Duration.ofMillis(random.nextInt(300));
			return () -> Http2Clients.postSlowly(attackers, pause);
		}
	},

	LEAVE(false) {
		@Override
		Action plan(Attackers attackers, Random random) {
			int number = random.nextInt(1000);
			return Leavers.leave(attackers, number);
		}
	},

	/**
	 * Cancels streams that are running, waiting or unread, or closes their connection.
	 */
	LEAVE_STREAMS(false) {
		@Override
		Action plan(Attackers attackers, Random random) {
			int requests = random.nextInt(5);
			int bodies = random.nextInt(3);
			int downloads = random.nextInt(3);
			boolean cancels = random.nextBoolean();
			Duration stay = Duration.ofMillis(random.nextInt(400));
			String[] paths = new String[requests];
			Arrays.setAll(paths, (number) -> path(random));
			return Leavers.leaving(() -> {
				try (Streams streams = new Streams(attackers.server(), attackers.tally())) {
					for (String path : paths) {
						streams.get(path);
					}
					for (int body = 0; body < bodies; body++) {
						streams.send(streams.post("/json"), "{\"a\":", false);
					}
					for (int download = 0; download < downloads; download++) {
						streams.get("/download");
					}
					Attackers.linger(stay);
					if (cancels) {
						streams.cancel();
						Attackers.linger(stay);
					}
				}
			});
		}
	},

	DO_NOT_READ(false) {
		@Override
		Action plan(Attackers attackers, Random random) {
			int streams = 1 + random.nextInt(20);
			Duration time = Duration.ofMillis(random.nextInt(1500));
			return Leavers.leaving(() -> Http2Clients.askAndNotRead(attackers, streams, time));
		}
	},

	/** Has a shorter timeout than the answer takes. */
	LOSE_PATIENCE(false) {
		@Override
		Action plan(Attackers attackers, Random random) {
			HttpClient client = client(attackers, random);
			HttpRequest.Builder request = attackers.request("/slow?ms=" + random.nextInt(600))
				.timeout(Duration.ofMillis(1 + random.nextInt(300)));
			return () -> attackers.sendOrLeave(request, client);
		}
	};

	/** The visits that wait for all answers. */
	static final Set<Visit> STAYING = EnumSet.noneOf(Visit.class);

	/** The visits that leave early. */
	static final Set<Visit> LEAVING = EnumSet.noneOf(Visit.class);

	static {
		for (Visit visit : values()) {
			(visit.stays ? STAYING : LEAVING).add(visit);
		}
	}

	private final boolean stays;

	Visit(boolean stays) {
		this.stays = stays;
	}

	/** Decides what to do, which is done later, on another thread. */
	abstract Action plan(Attackers attackers, Random random);

	/** A page, and how long it takes. */
	static String path(Random random) {
		int millis = random.nextInt(400);
		return switch (random.nextInt(6)) {
			case 0 -> "/slow?ms=" + millis;
			case 1 -> "/filtered?ms=" + millis;
			case 2 -> "/stall/" + (1 + random.nextInt(6)) + "?ms=" + millis;
			case 3 -> "/report/" + millis;
			default -> "/quick";
		};
	}

	private static HttpClient client(Attackers attackers, Random random) {
		return attackers.client(random.nextBoolean() ? HttpClient.Version.HTTP_1_1 : HttpClient.Version.HTTP_2);
	}

	private static HttpRequest.Builder json(Attackers attackers, String body) {
		return attackers.request("/json")
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body));
	}

}
