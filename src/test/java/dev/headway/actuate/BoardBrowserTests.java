package dev.headway.actuate;

import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import com.jayway.jsonpath.JsonPath;
import dev.headway.actuate.BoardPage.Answer;
import dev.headway.actuate.BoardPage.Lane;
import dev.headway.testing.Browser;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.Worker;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The live board in a browser, on the port of the pages. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "headway.pool.size=4", "headway.sleep=2s", "logging.level.dev.headway.worker=debug" })
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class BoardBrowserTests {

	@RegisterExtension
	static final Browser browser = new Browser();

	@LocalServerPort
	private int port;

	@Autowired
	private ThreadPool pool;

	@Test
	void boardHasALaneForEachWorkerAndNoConsoleError() {
		BoardPage board = BoardPage.open(browser, this.port);
		assertThat(board.text("#status")).isEqualTo("Live");
		assertThat(board.lanes()).extracting(Lane::worker)
			.containsExactlyElementsOf(workerNumbers())
			.doesNotHaveDuplicates();
		// the console would also show a violation of the Content-Security-Policy
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void rootIsAnsweredDrawnAndCountedOnce() {
		BoardPage board = BoardPage.open(browser, this.port);
		long before = board.requests();
		board.press(BoardPage.ONE_ROOT);
		board.awaitAnswers();
		assertThat(board.answers("/")).singleElement().satisfies((answer) -> {
			assertThat(answer.status()).isEqualTo("200");
			assertThat(answer.shown()).matches("200 in \\d.*s");
		});
		board.await("bar").until(() -> board.lanes().stream().anyMatch((lane) -> lane.paths().contains("/")));
		board.await("count").until(() -> board.requests() == before + 1);
		assertThat(board.text("#summary")).startsWith("GET /: 1 × 200, after");
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void hostilePathIsNothingButText(CapturedOutput output) throws Exception {
		String script = "/%22%3E%3Cscript%3Ealert(1)%3C/script%3E";
		String lines = ("/%22%0D%0AWorker%201%20got%20a%20job;%20executing.%0A%3Cscript%3E" + "a".repeat(5000))
			.substring(0, 5000);
		String raw = "/\"><script>alert(1)</script>";
		BoardPage board = BoardPage.open(browser, this.port);
		long before = jobLines(output);
		for (String path : List.of(script, lines, raw)) {
			assertThat(requestBare(path)).matches("HTTP/1.1 40[04] ?");
		}
		assertThat(jobLines(output) - before).isEqualTo(3);
		assertThat(output).doesNotContain("script", "%22");

		List<String> paths = JsonPath.read(figures(), "$.workers[*].last[*].path");
		assertThat(paths).contains(script, lines.substring(0, 120) + "...").allMatch((path) -> path.length() <= 123);

		board.await("bar").until(() -> board.lanes().stream().anyMatch((lane) -> lane.paths().contains(script)));
		assertThat(board.findAll("script")).hasSize(1);
		assertThat(board.findAll("#lanes script, #lanes [onclick], #lanes a, #lanes img")).isEmpty();
		assertThat(board.findAll("#lanes .path")).extracting((path) -> path.getDomProperty("textContent"))
			.contains(script);
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void tableHasTheFiguresOfTheLanes() {
		BoardPage board = BoardPage.open(browser, this.port);
		board.press(BoardPage.TEN_ROOTS);
		board.awaitAnswers();
		board.press(BoardPage.ONE_SLEEP);
		board.await("sleep").until(() -> board.running("/sleep") == 1);
		List<Lane> lanes = board.lanes();
		List<List<String>> table = board.table();
		assertThat(table).extracting((row) -> row.get(0)).containsExactlyElementsOf(workerNumbers());
		assertThat(table).zipSatisfy(lanes, (row, lane) -> {
			assertThat(row.get(0)).isEqualTo(lane.worker());
			assertThat(row.get(1)).isEqualTo(lane.state());
			assertThat(row.get(2)).isEqualTo(lane.running().isEmpty() ? "–" : "GET " + lane.running());
		});
		assertThat(board.text("#busy")).isEqualTo("1 of " + workerNumbers().size() + " busy");
		board.await("end").until(() -> board.running("/sleep") == 0);
		assertThat(board.table()).extracting((row) -> Long.valueOf(row.get(4)))
			.containsExactlyElementsOf(
					this.pool.workers().stream().filter(Worker::isInUse).map(Worker::requests).toList());
	}

	@Test
	void handlersAreShownWithWhatTheyAreTakenFor() {
		BoardPage board = BoardPage.open(browser, this.port);
		board.press(BoardPage.TEN_ROOTS);
		board.press(BoardPage.ONE_SLEEP);
		board.awaitAnswers();
		board.await("both")
			.until(() -> handler(board, "GET /").get(1).equals("quick")
					&& handler(board, "GET /sleep").get(1).equals("slow")
					&& Stream.of("GET /", "GET /sleep").noneMatch((name) -> handler(board, name).get(3).equals("–")));
		assertThat(handler(board, "GET /").subList(2, 4)).allSatisfy((cell) -> assertThat(cell).matches("\\d+ (%|ms)"));
		assertThat(handler(board, "GET /sleep").get(3)).matches("2\\.\\d s");
		assertThat(board.findAll("#handlers-part")).allMatch(WebElement::isDisplayed);
	}

	private static List<String> handler(BoardPage board, String name) {
		return board.handlers()
			.stream()
			.filter((row) -> row.get(0).equals(name))
			.findFirst()
			.orElse(List.of(name, "", "", ""));
	}

	@Test
	void keyboardReachesEveryButtonAndEnterSends() {
		BoardPage board = BoardPage.open(browser, this.port);
		board.await("buttons").until(() -> board.findAll("button:disabled").isEmpty());
		List<String> reached = IntStream.range(0, board.findAll("button").size()).mapToObj((i) -> {
			browser.focused().sendKeys(Keys.TAB);
			return browser.focused().getDomAttribute("id");
		}).toList();
		assertThat(reached).containsExactlyElementsOf(
				board.findAll("button").stream().map((button) -> button.getDomAttribute("id")).toList());
		assertThat(reached).last().isEqualTo(BoardPage.TEN_ROOTS);
		browser.focused().sendKeys(Keys.ENTER);
		board.awaitAnswers();
		assertThat(board.answers("/")).hasSize(10).extracting(Answer::status).containsOnly("200");
	}

	@Test
	void pageHasOneHeadingAndEachTableHeaderSaysWhatItHeads() {
		BoardPage board = BoardPage.open(browser, this.port);
		assertThat(board.findAll("h1")).extracting(WebElement::getText).containsExactly("Headway");
		assertThat(board.findAll("thead th")).hasSize(7 + 8)
			.allSatisfy((header) -> assertThat(header.getDomAttribute("scope")).isEqualTo("col"));
		assertThat(board.findAll("#workers tbody th")).hasSize(workerNumbers().size());
		assertThat(board.findAll("tbody th"))
			.allSatisfy((header) -> assertThat(header.getDomAttribute("scope")).isEqualTo("row"));
		assertThat(board.findAll("button")).allSatisfy((button) -> assertThat(button.getAccessibleName()).isNotBlank());
	}

	@Test
	void narrowScreenNeedsNoScrollingSideways() throws Exception {
		BoardPage board = BoardPage.open(browser, this.port);
		browser.resize(360, 740);
		requestBare("/" + "a".repeat(5000));
		board.press(BoardPage.TEN_ROOTS);
		board.press(BoardPage.ONE_SLEEP);
		board.await("sleep").until(() -> board.running("/sleep") == 1);
		Map<String, Long> widths = browser.evaluate("""
				const { clientWidth, scrollWidth } = document.documentElement;
				return { innerWidth, clientWidth, scrollWidth };""");
		assertThat(widths).containsEntry("innerWidth", 360L).containsEntry("scrollWidth", widths.get("clientWidth"));
		// the next test needs idle workers
		board.awaitAnswers();
	}

	private List<String> workerNumbers() {
		return this.pool.workers()
			.stream()
			.filter(Worker::isInUse)
			.map((worker) -> Integer.toString(worker.number()))
			.toList();
	}

	/** Sends a path unchanged, which no client library does. */
	private String requestBare(String path) throws Exception {
		try (Socket socket = new Socket(InetAddress.getByName("127.0.0.1"), this.port)) {
			socket.getOutputStream()
				.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".formatted(path)
					.getBytes(StandardCharsets.US_ASCII));
			String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			return answer.lines().findFirst().orElse("");
		}
	}

	private String figures() throws Exception {
		URI uri = URI.create("http://127.0.0.1:" + this.port + "/actuator/workers");
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
	}

	private static long jobLines(CapturedOutput output) {
		return output.toString().lines().filter((line) -> line.endsWith("got a job; executing.")).count();
	}

}
