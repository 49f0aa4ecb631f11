package dev.headway.lab;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import com.samskivert.mustache.Mustache;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes the results: a page for people, and two files for programs. */
final class Report {

	private final List<ModelResult> results;

	private final Map<String, String> leftOut;

	private final Settings settings;

	Report(List<ModelResult> results, Map<String, String> leftOut, Settings settings) {
		this.results = results;
		this.leftOut = leftOut;
		this.settings = settings;
	}

	void write() throws IOException {
		Path output = this.settings.output();
		Files.createDirectories(output);
		Charts charts = new Charts(this.results);
		String latency = charts.latency();
		Files.writeString(output.resolve("latency.svg"), latency);
		Files.writeString(output.resolve("lab.json"), JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.build()
			.writeValueAsString(Map.of("machine", machine(), "results", this.results, "leftOut", this.leftOut)));
		Files.writeString(output.resolve("lab.csv"), csv());
		Files.writeString(output.resolve("index.html"), Mustache.compiler()
			.compile(template())
			.execute(Map.of("machine", machine(), "leftOut", this.leftOut.entrySet(), "charts",
					List.of(latency, charts.sleepersDone(), charts.throughput(), charts.crowd(), charts.threads()),
					"columns", this.settings.sleepers(), "rows", rows(), "rate", this.settings.rate(), "crowd",
					this.settings.crowd(), "crowdSeconds", this.settings.crowdWait().toSeconds())));
	}

	private static String template() throws IOException {
		try (InputStream in = Report.class.getResourceAsStream("/lab/index.html")) {
			return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
		}
	}

	/** One line for each figure, which suits pivot tables. */
	private String csv() throws IOException {
		StringBuilder text = new StringBuilder();
		try (CSVPrinter csv = new CSVPrinter(text, CSVFormat.DEFAULT)) {
			csv.printRecord("model", "figure", "sleepers", "samples", "value");
			for (ModelResult result : this.results) {
				for (Figure figure : Figure.of(result)) {
					csv.printRecord(result.getModel(), figure.name(), figure.sleepers(), figure.samples(),
							String.format(Locale.ROOT, "%.3f", figure.value()));
				}
			}
		}
		return text.toString();
	}

	private List<Map<String, Object>> rows() {
		List<Map<String, Object>> rows = new ArrayList<>();
		for (ModelResult result : this.results) {
			Map<String, Object> row = new java.util.HashMap<>();
			row.put("model", result.getModel());
			row.put("latencies", result.getBySleepers().values().stream().map((it) -> Cell.of(it.latency())).toList());
			row.put("done", result.getBySleepers().values().stream().map(Cell::done).toList());
			row.put("alone", Cell.of(result.getThroughputAlone()));
			row.put("beside", Cell.of(result.getThroughputBesideSleepers()));
			row.put("crowd", result.getCrowd().outcome());
			row.put("crowdTime", String.format(Locale.ROOT, "%.1f", result.getCrowd().seconds()));
			row.put("threads", result.getCrowd().peak().threads());
			row.put("memory", result.getCrowd().peak().residentKilobytes() / 1024);
			rows.add(row);
		}
		return rows;
	}

	private static String machine() throws IOException {
		String processor = Files.readAllLines(Path.of("/proc/cpuinfo"))
			.stream()
			.filter((line) -> line.startsWith("model name"))
			.map((line) -> line.substring(line.indexOf(':') + 1).strip())
			.findFirst()
			.orElse("unknown processor");
		return "%d x %s, %s %s, JDK %s, %s".formatted(Runtime.getRuntime().availableProcessors(), processor,
				System.getProperty("os.name"), System.getProperty("os.version"), Runtime.version(),
				Instant.now().truncatedTo(ChronoUnit.SECONDS));
	}

	/** A cell of the page's tables: its value, and the number of samples. */
	record Cell(String value, String detail) {

		static Cell of(Latency latency) {
			return new Cell(text(latency.p99()), "p50 %s, max %s, %d samples".formatted(text(latency.p50()),
					text(latency.max()), latency.samples()));
		}

		static Cell of(Median median) {
			return new Cell(text(median.median()),
					"%s to %s, %d rounds".formatted(text(median.min()), text(median.max()), median.samples()));
		}

		static Cell done(ModelResult.SleeperResult result) {
			Median done = result.sleepersDone();
			if (done != null) {
				return of(done);
			}
			return (result.unanswered() > 0) ? new Cell("not all", result.unanswered() + " unanswered at the end")
					: new Cell("–", "nobody sleeps");
		}

		private static String text(double value) {
			return String.format(Locale.ROOT, (value < 100) ? "%.1f" : "%,.0f", value);
		}

	}

}
