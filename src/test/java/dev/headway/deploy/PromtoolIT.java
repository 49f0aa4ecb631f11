package dev.headway.deploy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.headway.testing.PackagedServer;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** Promtool's checks of the server's metrics, and of the rules for Prometheus. */
@Timeout(120)
class PromtoolIT {

	/**
	 * The exit code of {@code promtool check metrics} for readable metrics with faults.
	 */
	private static final int COMPLAINTS = 3;

	private static final String DEPLOY = "src/deploy/prometheus/";

	/** The lines of a scrape. */
	private static List<String> scrape;

	@TempDir
	Path directory;

	@BeforeAll
	static void scrapeAfterLoad() throws Exception {
		Tool.require("promtool");
		try (PackagedServer server = PackagedServer.start("--headway.sleep=10ms")) {
			try (Load load = new Load(4, server.address(), "", "sleep", "nope")) {
				await().until(() -> load.answered() > 20);
			}
			scrape = HttpClient.newHttpClient()
				.send(HttpRequest.newBuilder(server.metrics()).build(), BodyHandlers.ofLines())
				.body()
				.toList();
		}
	}

	@Test
	void findsNothingToComplainOfInOurMetrics() throws Exception {
		// Spring's and Tomcat's meters have faults of their own
		Result all = promtool(scrape, "check", "metrics");
		assertThat(all.exitCode()).as(all.output()).isIn(0, COMPLAINTS);
		assertThat(all.output().lines()).noneMatch((line) -> line.startsWith("headway_"));

		// with a fault, to prove that promtool would report one
		List<String> faulty = new ArrayList<>(scrape);
		faulty.add("headway_faulty_total 1");
		assertThat(promtool(faulty, "check", "metrics").output().lines().filter((line) -> line.startsWith("headway_")))
			.containsExactly("headway_faulty_total no help text");
	}

	@Test
	void seesEachOfOurMetrics() throws Exception {
		List<String> ours = scrape.stream().filter((line) -> line.matches("(# \\w+ )?headway_.*")).toList();
		Result result = promtool(ours, "check", "metrics", "--extended");
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(
				result.output().lines().map((line) -> line.split(" ")[0]).filter((name) -> name.startsWith("headway_")))
			.containsExactlyInAnyOrderElementsOf(ours.stream()
				.filter((line) -> line.startsWith("# TYPE "))
				.map((line) -> line.split(" ")[2])
				.toList())
			.contains("headway_worker_requests_total", "headway_worker_busy_seconds_total",
					"headway_queue_wait_seconds");
	}

	@Test
	void acceptsTheConfiguration() throws Exception {
		assertAccepted("SUCCESS", "check", "config", DEPLOY + "prometheus.yml");
	}

	@Test
	void acceptsTheRules() throws Exception {
		assertAccepted("SUCCESS", "check", "rules", DEPLOY + "headway-rules.yml");
	}

	@Test
	void findsThatTheRulesDoWhatTheirTestsSay() throws Exception {
		assertAccepted("SUCCESS", "test", "rules", DEPLOY + "headway-rules-test.yml");
	}

	private void assertAccepted(String expected, String... arguments) throws Exception {
		Result result = promtool(List.of(), arguments);
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(result.output()).contains(expected);
	}

	private Result promtool(List<String> input, String... arguments) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(List.of(Tool.require("promtool").toString()));
		command.addAll(List.of(arguments));
		Path in = Files.writeString(this.directory.resolve("in"),
				input.stream().map((line) -> line + "\n").collect(Collectors.joining()));
		Path out = this.directory.resolve("out");
		Process process = new ProcessBuilder(command).redirectInput(in.toFile())
			.redirectErrorStream(true)
			.redirectOutput(out.toFile())
			.start();
		try {
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return new Result(process.exitValue(), Files.readString(out));
		}
		finally {
			process.destroyForcibly();
		}
	}

	private record Result(int exitCode, String output) {
	}

}
