package dev.headway.attack;

import java.util.List;

import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Metrics;

/**
 * How many requests a server has counted since its start, without those that only read
 * the counters.
 *
 * @param requests requests that Spring has observed, refused ones included
 * @param workers requests that the workers have counted: all but Actuator's
 * @param queueWaits requests whose time in the queue was measured
 * @param held requests whose time on a worker was measured
 * @param refused requests refused with 503
 */
record Counts(long requests, long workers, long queueWaits, long held, long refused) {

	private static final String REQUESTS = "http_server_requests_seconds_count";

	private static final List<String> READERS = List.of("uri=\"/actuator/prometheus\"", "uri=\"/actuator/workers\"");

	static Counts of(ForeignServer server) throws Exception {
		Metrics metrics = new Metrics(server.get("actuator/prometheus").body());
		List<String> lines = metrics.text()
			.lines()
			.filter((line) -> line.startsWith(REQUESTS) && READERS.stream().noneMatch(line::contains))
			.toList();
		return new Counts((long) new Metrics(String.join("\n", lines)).sum(REQUESTS),
				(long) metrics.sum("headway_worker_requests_total"),
				(long) metrics.sum("headway_queue_wait_seconds_count"),
				(long) metrics.sum("headway_request_seconds_count"), (long) metrics.sum("headway_rejected_total"));
	}

	/** The counts after so many answers, if nothing is counted twice or not at all. */
	static Counts expected(long requests, long ofActuator, long refused) {
		long served = requests - ofActuator;
		return new Counts(requests, served, served, served, refused);
	}

	/** The difference since an earlier moment. */
	Counts since(Counts before) {
		return new Counts(this.requests - before.requests, this.workers - before.workers,
				this.queueWaits - before.queueWaits, this.held - before.held, this.refused - before.refused);
	}

}
