package dev.headway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * A real Prometheus in a process of its own, on a free port of this machine. Its
 * configuration is that of {@code src/deploy/prometheus}, rules included, except for the
 * target and the interval: it scrapes and evaluates each second.
 */
public final class PrometheusServer implements AutoCloseable {

	private static final Path DEPLOY = Path.of("src/deploy/prometheus");

	private static final Pattern ADDRESS = Pattern.compile("\"Listening on\".* address=(\\S+)");

	private static final Duration START_TIMEOUT = Duration.ofSeconds(30);

	private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

	private final HttpClient client = HttpClient.newHttpClient();

	private final Path directory;

	private final Process process;

	private PrometheusServer(Path directory, Process process) {
		this.directory = directory;
		this.process = process;
	}

	/**
	 * Starts a Prometheus and waits until it has scraped the server at least twice, which
	 * is what a rate needs.
	 * @param metrics where the server's metrics are
	 */
	public static PrometheusServer scraping(URI metrics) throws IOException {
		Path prometheus = Tool.require("prometheus");
		Path directory = Files.createTempDirectory("prometheus");
		Files.writeString(directory.resolve("prometheus.yml"), configuration(metrics));
		Files.copy(DEPLOY.resolve("headway-rules.yml"), directory.resolve("headway-rules.yml"));
		Process process = new ProcessBuilder(prometheus.toString(), "--config.file=prometheus.yml",
				"--storage.tsdb.path=data", "--web.listen-address=127.0.0.1:0")
			.directory(directory.toFile())
			.redirectErrorStream(true)
			.redirectOutput(directory.resolve("log").toFile())
			.start();
		PrometheusServer server = new PrometheusServer(directory, process);
		try {
			await().atMost(START_TIMEOUT).until(() -> !process.isAlive() || server.isReady());
			await().atMost(START_TIMEOUT).until(() -> !server.query("sum_over_time(up[1m]) >= 2").isEmpty());
			return server;
		}
		catch (Throwable ex) {
			server.close();
			throw ex;
		}
	}

	private static String configuration(URI metrics) throws IOException {
		String original = Files.readString(DEPLOY.resolve("prometheus.yml"));
		assertThat(original).contains("127.0.0.1:7878", "metrics_path: " + metrics.getPath(), "- headway-rules.yml");
		return original.replace("127.0.0.1:7878", metrics.getAuthority())
			.replaceAll("((?:scrape|evaluation)_interval|scrape_timeout): \\S+", "$1: 1s");
	}

	private boolean isReady() throws IOException, InterruptedException {
		return ADDRESS.matcher(log()).find() && get("/-/ready").statusCode() == 200;
	}

	/**
	 * The value of an expression at this moment.
	 * @return the series, each with its value; empty if there is none
	 */
	public List<Series> query(String expression) throws IOException, InterruptedException {
		JsonNode data = data("/api/v1/query?query=" + URLEncoder.encode(expression, StandardCharsets.UTF_8));
		assertThat(data.path("resultType").asString()).as(expression).isEqualTo("vector");
		return data.path("result").valueStream().map(Series::of).toList();
	}

	/** The state of the rules after their last evaluation. */
	public List<Rule> rules() throws IOException, InterruptedException {
		return data("/api/v1/rules").path("groups")
			.valueStream()
			.flatMap((group) -> group.path("rules").valueStream())
			.map(Rule::of)
			.toList();
	}

	private JsonNode data(String path) throws IOException, InterruptedException {
		HttpResponse<String> response = get(path);
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		JsonNode body = JsonMapper.shared().readTree(response.body());
		assertThat(body.path("status").asString()).isEqualTo("success");
		return body.path("data");
	}

	private HttpResponse<String> get(String path) throws IOException, InterruptedException {
		Matcher address = ADDRESS.matcher(log());
		assertThat(this.process.isAlive() && address.find()).as(this::log).isTrue();
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + address.group(1) + path))
			.timeout(ANSWER_TIMEOUT)
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("log"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.process.destroy();
		this.process.onExit().completeOnTimeout(this.process, ANSWER_TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
		this.process.destroyForcibly().onExit().join();
		FileSystemUtils.deleteRecursively(this.directory);
	}

	/**
	 * One series of an answer.
	 *
	 * @param labels its labels, the name among them if the expression left it
	 * @param value its value
	 */
	public record Series(Map<String, String> labels, double value) {

		private static Series of(JsonNode json) {
			Map<String, String> labels = new TreeMap<>();
			json.path("metric").forEachEntry((name, value) -> labels.put(name, value.asString()));
			// Java can read the numbers of Prometheus, except for Inf
			String value = json.path("value").path(1).asString();
			return new Series(labels, Double.parseDouble(value.replace("Inf", "Infinity")));
		}

	}

	/**
	 * A rule, recording or alerting.
	 *
	 * @param name what it is called
	 * @param health {@code ok} once it has been evaluated without an error
	 */
	public record Rule(String name, String health) {

		private static Rule of(JsonNode json) {
			return new Rule(json.path("name").asString(), json.path("health").asString());
		}

	}

}
