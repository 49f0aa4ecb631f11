package dev.headway.attack;

import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The state of a server with Headway after its clients have left: no request runs, waits
 * or is queued, no spare is in use, and no object of a request is left.
 */
final class Rest {

	/** How long a server may take to come to rest. */
	static final Duration SOON = Duration.ofSeconds(10);

	private static final List<String> GAUGES = List.of("headway_worker_busy", "headway_slots_taken",
			"headway_waiting_size", "headway_queue_size", "headway_worker_spares");

	/**
	 * A request that is admitted or waits has a ticket, which holds its slot. A request
	 * that waits is suspended, and while its body arrives it has a body arrival.
	 */
	static final List<String> OBJECTS = List.of("dev.headway.admission.Ticket", "dev.headway.tomcat.SuspendedExchange",
			"dev.headway.tomcat.BodyArrival");

	private static final Pattern HANDLER = Pattern.compile("\"running\":(\\d+),\"waiting\":(\\d+)");

	private Rest() {
	}

	/** Waits until the server is at rest. */
	static void awaitAt(ForeignServer server) {
		await().atMost(SOON).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> check(server));
	}

	/** The stacks of the workers. */
	private static String workers(ForeignServer server) {
		String threads = Jcmd.run(server, "Thread.print");
		return Stream.of(threads.split("\n\n"))
			.filter((thread) -> thread.startsWith("\"worker-") && !thread.contains("JobQueue.takeUnless"))
			.collect(Collectors.joining("\n\n"));
	}

	private static void check(ForeignServer server) throws Exception {
		Metrics metrics = new Metrics(server.get("actuator/prometheus").body());
		for (String gauge : GAUGES) {
			assertThat(metrics.text()).contains(gauge);
			assertThat(metrics.sum(gauge)).as(() -> gauge + "\n" + workers(server)).isZero();
		}
		String workers = server.get("actuator/workers").body();
		assertThat(workers).contains("\"busy\":0", "\"queue\":{\"size\":0", "\"waiting\":{\"size\":0",
				"\"suspended\":0", "\"spares\":{\"inUse\":0", "\"running\":[]");
		Matcher handler = HANDLER.matcher(workers);
		while (handler.find()) {
			assertThat(handler.group()).isEqualTo("\"running\":0,\"waiting\":0");
		}
		Heap heap = Heap.of(server);
		for (String object : OBJECTS) {
			assertThat(heap.instances(object)).as(object).isZero();
		}
	}

}
