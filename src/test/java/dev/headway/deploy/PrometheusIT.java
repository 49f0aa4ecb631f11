package dev.headway.deploy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import dev.headway.testing.PackagedServer;
import dev.headway.testing.PrometheusServer;
import dev.headway.testing.PrometheusServer.Rule;
import dev.headway.testing.PrometheusServer.Series;
import dev.headway.testing.Tool;
import org.assertj.core.data.Offset;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * The server's figures in a real Prometheus. Metrics have a port of their own here, so
 * that they are available while all workers sleep.
 */
@Timeout(120)
class PrometheusIT {

	@AutoClose
	private static PackagedServer server;

	@AutoClose
	private static PrometheusServer prometheus;

	@BeforeAll
	static void start() throws Exception {
		Tool.require("prometheus");
		server = PackagedServer.start("--headway.sleep=2s", "--management.server.port=0",
				"--management.server.address=127.0.0.1");
		prometheus = PrometheusServer.scraping(server.metrics());
	}

	@Test
	void threeSleepersAreThreeBusySecondsPerSecond() {
		try (Load load = new Load(3, server.address(), "sleep")) {
			awaitValue("sum(rate(headway_worker_busy_seconds_total[5s]))", 3, within(0.6));
			awaitValue("sum(headway_worker_busy)", 3, within(0.0));
			awaitValue("sum(headway_worker_request_start_timestamp_seconds > bool 0)", 3, within(0.0));
		}
	}

	@Test
	void allWorkersAsleepAreStillSeen() {
		try (Load load = new Load(4, server.address(), "sleep")) {
			awaitValue("sum(rate(headway_worker_busy_seconds_total[5s]))", 4, within(0.6));
			awaitValue("sum(headway_worker_busy)", 4, within(0.0));
			awaitValue("min_over_time(up[4s])", 1, within(0.0));
		}
	}

	@Test
	void requestsAddUpToWhatClientsWereAnswered() throws Exception {
		awaitIdle();
		double before = value("sum(headway_worker_requests_total)");
		Load load = new Load(4, server.address(), "", "sleep", "nope");
		try (load) {
			await().atMost(Duration.ofSeconds(20)).until(() -> load.answered() >= 12);
		}
		awaitIdle();
		awaitValue("sum(headway_worker_requests_total)", before + load.answered(), within(0.0));
		awaitValue("sum(headway_queue_wait_seconds_count)", before + load.answered(), within(0.0));
		awaitValue("sum(headway_request_seconds_count)", before + load.answered(), within(0.0));
	}

	@Test
	void rulesCanBeEvaluatedAndRecordTheirFigures() {
		awaiting().untilAsserted(
				() -> assertThat(prometheus.rules()).hasSizeGreaterThan(5).extracting(Rule::health).containsOnly("ok"));
		awaiting().untilAsserted(() -> assertThat(prometheus.query("{__name__=~\".+:headway_.+\"}"))
			.extracting((series) -> series.labels().get("__name__"))
			.containsAll(recorded()));
	}

	@Test
	void scrapesOfTheServersOwnPortAreNeitherBusyNorCounted() throws Exception {
		try (PackagedServer sharing = PackagedServer.start();
				PrometheusServer own = PrometheusServer.scraping(sharing.metrics())) {
			awaiting().until(() -> !own.query("sum_over_time(up[1m]) >= 5").isEmpty());
			// it would be one for each scrape if scrapes counted themselves; rarely one,
			// if a scrape is so slow that
			// the next one overlaps
			assertThat(own.query("sum(sum_over_time(headway_worker_busy[1m])) < sum(sum_over_time(up[1m])) / 2"))
				.hasSize(1);
			assertThat(own.query("headway_worker_requests_total")).hasSize(5 + 16)
				.extracting(Series::value)
				.containsOnly(0.0);
			assertThat(own.query("sum(headway_worker_busy_seconds_total) > 0")).hasSize(1);
		}
	}

	private static Set<String> recorded() throws Exception {
		return prometheus.rules()
			.stream()
			.map(Rule::name)
			.filter((name) -> name.contains(":"))
			.collect(Collectors.toSet());
	}

	/**
	 * Waits until no request is in progress, neither in the server nor in its figures.
	 */
	private static void awaitIdle() {
		awaitValue("max(max_over_time(headway_worker_busy[3s]))", 0, within(0.0));
	}

	private static void awaitValue(String expression, double expected, Offset<Double> offset) {
		awaiting().untilAsserted(() -> assertThat(value(expression)).as(expression).isCloseTo(expected, offset));
	}

	private static ConditionFactory awaiting() {
		return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(300));
	}

	private static double value(String expression) throws Exception {
		List<Series> series = prometheus.query(expression);
		assertThat(series).as(expression).hasSize(1);
		return series.get(0).value();
	}

}
