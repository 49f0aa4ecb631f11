package dev.headway.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.headway.testing.PackagedServer;
import dev.headway.testing.PrometheusServer;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Whether each query of the dashboard has an answer from a Prometheus that scrapes a
 * server under load.
 */
@Timeout(60)
class GrafanaDashboardIT {

	private static final Path DEPLOY = Path.of("src/deploy");

	private static final String DASHBOARD = "grafana/headway-dashboard.json";

	private static final Pattern LABEL_VALUES = Pattern.compile("label_values\\((.+), (\\w+)\\)");

	private static final Pattern LEGEND_LABEL = Pattern.compile("\\{\\{(\\w+)}}");

	/**
	 * A metric of Headway or a recorded one, as in {@code instance:headway_x:avg1m}.
	 */
	private static final Pattern METRIC = Pattern.compile("[\\w:]*\\bheadway_[\\w:]*\\w");

	private static Load load;

	@AutoClose
	private static PackagedServer server;

	@AutoClose
	private static PrometheusServer prometheus;

	@BeforeAll
	static void start() throws Exception {
		Tool.require("prometheus");
		server = PackagedServer.start("--headway.sleep=200ms");
		// more sleepers than slow requests may run at a time
		load = new Load(6, server.address(), "sleep", "", "nope");
		prometheus = PrometheusServer.scraping(server.metrics());
	}

	/** Runs before the server ends, because a client without an answer fails. */
	@AfterAll
	static void stopLoad() {
		if (load != null) {
			load.close();
		}
	}

	@ParameterizedTest
	@MethodSource("queries")
	void queryHasAnAnswer(Query query) {
		await().atMost(Duration.ofSeconds(15))
			.untilAsserted(() -> assertThat(prometheus.query(query.expression())).as(query.expression())
				.isNotEmpty()
				.allSatisfy((series) -> {
					assertThat(series.value()).isNotNaN();
					assertThat(series.labels()).containsKeys(query.labels());
				}));
	}

	@ParameterizedTest
	@MethodSource("annotations")
	void annotationMarksNothingWhileNothingHappens(Query annotation) throws Exception {
		String watched = annotation.expression().substring(0, annotation.expression().lastIndexOf(" > 0"));
		assertThat(prometheus.query(watched)).isNotEmpty().allSatisfy((series) -> {
			assertThat(series.value()).isZero();
			assertThat(series.labels()).containsKeys(annotation.labels());
		});
		assertThat(prometheus.query(annotation.expression())).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { DASHBOARD, "prometheus/headway-rules.yml", "prometheus/headway-rules-test.yml" })
	void eachNamedMetricOfOursExists(String file) throws Exception {
		Set<String> named = metrics(Files.readString(DEPLOY.resolve(file)));
		assertThat(named).isNotEmpty();
		// recorded metrics exist after the next evaluation of their rules
		await().atMost(Duration.ofSeconds(15)).untilAsserted(() -> assertThat(named).isSubsetOf(known()));
	}

	private static Set<String> known() throws Exception {
		return prometheus.query("{__name__=~\"(.+:)?headway_.+\"}")
			.stream()
			.map((series) -> series.labels().get("__name__"))
			.collect(Collectors.toCollection(TreeSet::new));
	}

	static Stream<Query> queries() throws IOException {
		return Stream.concat(panelQueries(), variableQueries());
	}

	static Stream<Query> annotations() throws IOException {
		return dashboard().path("annotations")
			.path("list")
			.valueStream()
			.filter((annotation) -> annotation.has("expr"))
			.map((annotation) -> Query.of(annotation.path("name").asString(), annotation.path("expr").asString(),
					annotation.path("titleFormat").asString()));
	}

	private static Stream<Query> panelQueries() throws IOException {
		return dashboard().findParents("targets")
			.stream()
			.flatMap((panel) -> panel.path("targets")
				.valueStream()
				.map((target) -> Query.of(panel.path("title").asString() + " " + target.path("refId").asString(),
						target.path("expr").asString(), target.path("legendFormat").asString(""))));
	}

	/**
	 * Grafana asks for a label's values; an expression can ask which series have the
	 * label.
	 */
	private static Stream<Query> variableQueries() throws IOException {
		return dashboard().path("templating")
			.path("list")
			.valueStream()
			.filter((variable) -> variable.path("type").asString().equals("query"))
			.map((variable) -> {
				Matcher matcher = LABEL_VALUES.matcher(variable.path("query").path("query").asString());
				assertThat(matcher.matches()).isTrue();
				return Query.of("$" + variable.path("name").asString(), matcher.replaceFirst("group by ($2) ($1)"),
						"{{" + matcher.group(2) + "}}");
			});
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(DEPLOY.resolve(DASHBOARD)));
	}

	private static Set<String> metrics(String text) {
		return METRIC.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A query of the dashboard.
	 *
	 * @param name its panel
	 * @param expression the expression, without variables
	 * @param labels the labels that its legend shows
	 */
	record Query(String name, String expression, String... labels) {

		static Query of(String name, String expression, String legend) {
			String replaced = expression.replace("$__rate_interval", "10s")
				.replace("$__interval", "10s")
				.replaceAll("\\$(job|instance)\\b", ".*");
			assertThat(replaced).isNotEmpty().doesNotContain("$");
			return new Query(name, replaced,
					LEGEND_LABEL.matcher(legend).results().map((label) -> label.group(1)).toArray(String[]::new));
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

}
