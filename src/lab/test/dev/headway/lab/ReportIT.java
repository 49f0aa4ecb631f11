package dev.headway.lab;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.headway.testing.Browser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/** The report that the lab has just written, in a browser. */
@Timeout(120)
class ReportIT {

	private static final Path OUTPUT = Path.of(System.getProperty("lab.output"));

	@RegisterExtension
	static final Browser browser = new Browser();

	@BeforeAll
	static void open() {
		browser.open(OUTPUT.resolve("index.html").toUri().toString());
	}

	private static List<String> models() {
		return browser.findAll("#latency tbody th").stream().map(WebElement::getText).toList();
	}

	@Test
	void eachModelHasItsFiguresInEachTable() {
		assertThat(models()).isNotEmpty();
		for (String table : List.of("latency", "done", "throughput", "crowd")) {
			assertThat(browser.findAll("#" + table + " tbody tr")).as(table).hasSameSizeAs(models());
			assertThat(browser.findAll("#" + table + " tbody td")).as(table)
				.allSatisfy((cell) -> assertThat(cell.getText()).isNotBlank());
		}
	}

	@Test
	void eachChartNamesEachModelAndDrawsItsData() throws Exception {
		assertThat(browser.findAll("figure svg")).hasSize(5);
		for (int chart = 1; chart <= 5; chart++) {
			String text = browser.find("figure:nth-of-type(" + chart + ") svg").getAttribute("aria-label");
			assertThat(models()).as("chart %d: %s", chart, text)
				.allSatisfy((model) -> assertThat(text).contains(model));
			// only data is drawn in colour, not text and grid
			long drawn = browser.evaluate(
					"""
							return [...document.querySelectorAll('figure:nth-of-type(%d) svg *')].filter(e => {
							  const paint = getComputedStyle(e);
							  return [paint.fill, paint.stroke].some(c => {
							    const [r, g, b] = (c.match(/\\d+/g) || []).map(Number);
							    return Math.max(r, g, b) - Math.min(r, g, b) > 30 && e.getBBox && e.getBBox().width + e.getBBox().height > 2;
							  });
							}).length"""
						.formatted(chart));
			assertThat(drawn).as("chart %d", chart).isGreaterThanOrEqualTo(models().size());
		}
	}

	@Test
	void nothingIsLoadedFromElsewhere() throws Exception {
		assertThat(Files.readString(OUTPUT.resolve("index.html"))).doesNotContainPattern("(src|href)=\"http")
			.doesNotContain("@import", "url(http");
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void programsGetTheSameFigures() throws Exception {
		assertThat(Files.readString(OUTPUT.resolve("lab.csv"))).startsWith("model,figure,sleepers,samples,value")
			.contains("crowd answered", "latency p99 (ms)");
		assertThat(Files.readString(OUTPUT.resolve("lab.json"))).contains("\"machine\"", "\"p99\"", "\"outcome\"");
		assertThat(Files.readString(OUTPUT.resolve("latency.svg"))).startsWith("<svg").contains("currentColor");
	}

}
