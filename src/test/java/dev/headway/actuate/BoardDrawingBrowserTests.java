package dev.headway.actuate;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.headway.actuate.BoardPage.Lane;
import dev.headway.testing.Browser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.WebElement;

import static org.assertj.core.api.Assertions.assertThat;

/** How the live board draws figures that the real server rarely has. */
@Timeout(120)
class BoardDrawingBrowserTests {

	private static final String IDLE = worker(0, "null");

	@RegisterExtension
	static final Browser browser = new Browser();

	private final Board board = new Board(
			new BoardButtons(List.of(new BoardButtons.Button("/sleep", true), new BoardButtons.Button("/", false))));

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private volatile CountDownLatch mayAnswer = new CountDownLatch(0);

	private volatile String figures = figures(IDLE);

	private HttpServer server;

	private BoardPage page;

	@BeforeEach
	void openBoard() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		this.server.createContext("/actuator/workers", this::answer);
		this.server.setExecutor(this.threads);
		this.server.start();
		this.page = BoardPage.open(browser, this.server.getAddress().getPort());
	}

	@AfterEach
	void stopServer() {
		this.mayAnswer.countDown();
		this.server.stop(0);
		this.threads.shutdownNow();
	}

	@Test
	void hungServerIsToldFromOneThatIsGone() {
		this.mayAnswer = new CountDownLatch(1);
		this.page.await("hung").until(() -> this.page.status().equals("lost"));
		assertThat(this.page.text("#status")).contains("doesn't answer");
		this.mayAnswer.countDown();
		this.page.await("live").until(() -> this.page.status().equals("live"));
		this.server.stop(0);
		this.page.await("gone").until(() -> this.page.text("#status").contains("can't be reached"));
	}

	@Test
	void requestThatGaveItsIdBackIsNotTakenForTheNext() {
		this.figures = figures(worker(5, request(5, "/actuator/workers")));
		this.page.await("first").until(() -> this.page.running("/actuator/workers") == 1);
		this.figures = figures(worker(5, request(5, "/sleep")));
		this.page.await("second").until(() -> this.page.running("/sleep") == 1);
		assertThat(this.page.lanes()).extracting(Lane::paths).containsExactly(List.of("/sleep"));
	}

	@Test
	void markupInAPathStaysText() {
		String path = "/'><img src=x onerror=alert(1)><script>alert(1)</script>";
		this.figures = figures(worker(5, request(5, path)));
		this.page.await("bar").until(() -> this.page.running(path) == 1);
		assertThat(this.page.table()).singleElement().satisfies((row) -> assertThat(row).contains("GET " + path));
		assertThat(this.page.findAll("img, main script, [onerror]")).isEmpty();
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void requestWhoseEndWasMissedEndsWithoutAStatus() {
		this.figures = figures(worker(5, request(5, "/sleep")));
		this.page.await("running").until(() -> this.page.running("/sleep") == 1);
		this.figures = figures(worker(99, "null"));
		this.page.await("ended").until(() -> this.page.running("/sleep") == 0);
		assertThat(this.page.findAll(".bar")).singleElement()
			.satisfies((bar) -> assertThat(bar.getDomAttribute("title")).startsWith("GET /sleep: ended after"));
	}

	@Test
	void modelWithoutWorkersHasARowForEachRunningRequest() {
		this.figures = """
				{"time": "%s", "site": "/", "model": {"name": "virtual-threads", "description": "One thread each."},
				 "running": [%s]}""".formatted(Instant.now(),
				IntStream.range(0, 45).mapToObj((id) -> request(id, "/sleep")).collect(Collectors.joining(",")));
		this.page.await("rows").until(() -> this.page.running("/sleep") == 40);
		assertThat(this.page.text("#lanes-more")).isEqualTo("and 5 more");
		assertThat(this.page.text("#lanes-title")).isEqualTo("Running requests");
		assertThat(this.page.text("#busy")).isEqualTo("45 running");
		assertThat(this.page.text("#model")).contains("virtual-threads", "One thread each.");
		assertThat(this.page.table()).hasSize(40);
		assertThat(this.page.findAll("#queue")).noneMatch(WebElement::isDisplayed);
		this.figures = figures(IDLE);
		this.page.await("workers").until(() -> this.page.text("#lanes-title").equals("Workers"));
		assertThat(this.page.lanes()).extracting(Lane::worker).containsExactly("0");
	}

	@Test
	void waitingRoomAndWhoWasTurnedAwayShowWhereThereIsARoom() {
		assertThat(this.page.findAll("#waiting, #rejected")).noneMatch(WebElement::isDisplayed);
		this.figures = figures(IDLE).replace("\"queue\":", """
				"waiting": {"size": 6, "capacity": 100}, "rejected": {"full": 3, "timeout": 2}, "queue":""");
		this.page.await("room").until(() -> this.page.waiting() == 6);
		assertThat(this.page.text("#waiting")).contains("6", "of 100");
		assertThat(this.page.text("#rejected")).contains("5", "3 room full, 2 waited too long");
		assertThat(this.page.text("#verdict")).contains("6 requests in the waiting room");
	}

	@Test
	void handlersAreShownWithWhatTheyAreTakenFor() {
		assertThat(this.page.findAll("#handlers-part")).noneMatch(WebElement::isDisplayed);
		String pattern = "/<img src=x onerror=alert(1)>/{id}";
		this.figures = figures(IDLE).replace("\"queue\":", """
				"handlers": [
				  {"method": "GET", "pattern": "/sleep", "pace": "slow", "declared": null, "quickShare": 0.25,
				   "averageSeconds": 1.25, "requests": 12, "running": 4, "waiting": 2, "refused": 7},
				  {"method": "GET", "pattern": "%s", "pace": "unsure", "declared": "quick", "quickShare": 0,
				   "averageSeconds": 0, "requests": 0, "running": 1, "waiting": 0, "refused": 0}],
				"queue":""".formatted(pattern));
		this.page.await("handlers").until(() -> this.page.handlers().size() == 2);
		assertThat(this.page.findAll("#handlers-part")).allMatch(WebElement::isDisplayed);
		assertThat(this.page.handlers()).containsExactly(
				List.of("GET /sleep", "slow", "25 %", "1.3 s", "12", "4", "2", "7"),
				List.of("GET " + pattern, "quick (declared)", "–", "–", "0", "1", "0", "0"));
		assertThat(this.page.findAll("#handlers img")).isEmpty();
		this.figures = figures(IDLE);
		this.page.await("none").until(() -> this.page.handlers().isEmpty());
		assertThat(this.page.findAll("#handlers-part")).noneMatch(WebElement::isDisplayed);
		assertThat(browser.console()).isEmpty();
	}

	@Test
	void spareHasALaneOnlyWhileItIsInUse() {
		this.figures = figures(IDLE + "," + spare(1, false) + "," + spare(2, true));
		this.page.await("lane").until(() -> this.page.lanes().size() == 2);
		assertThat(this.page.lanes()).extracting(Lane::worker).containsExactly("0", "2");
		assertThat(this.page.table()).extracting((row) -> row.get(0)).containsExactly("0", "2 (spare)");
		assertThat(this.page.findAll(".lane.spare")).hasSize(1);
		assertThat(this.page.text("#busy")).isEqualTo("0 of 2 busy");
		assertThat(this.page.text("#verdict")).contains("2 of 2 workers free", "1 spare of 16 in use");
		this.figures = figures(IDLE + "," + spare(1, true) + "," + spare(2, true));
		this.page.await("place").until(() -> this.page.lanes().size() == 3);
		assertThat(this.page.lanes()).extracting(Lane::worker).containsExactly("0", "1", "2");
		this.figures = figures(IDLE + "," + spare(1, false) + "," + spare(2, false));
		this.page.await("end").until(() -> this.page.lanes().size() == 1);
		assertThat(this.page.table()).hasSize(1);
		assertThat(browser.console()).isEmpty();
	}

	private void answer(HttpExchange exchange) throws IOException {
		boolean isPage = exchange.getRequestHeaders().getFirst("Accept").contains("text/html");
		try (exchange) {
			if (!isPage) {
				this.mayAnswer.await();
			}
			byte[] body = (isPage ? this.board.html() : this.figures).getBytes(StandardCharsets.UTF_8);
			exchange.getResponseHeaders().set("Content-Type", isPage ? "text/html" : "application/json");
			exchange.getResponseHeaders().set("Content-Security-Policy", this.board.contentSecurityPolicy(List.of()));
			exchange.sendResponseHeaders(200, body.length);
			exchange.getResponseBody().write(body);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static String figures(String worker) {
		return """
				{"time": "%s", "site": "/", "size": 1, "busy": 0, "queue": {"size": 0, "capacity": 9},
				 "spares": {"inUse": 1, "capacity": 16, "replaced": 1},
				 "queueWait": {"count": 0, "seconds": 0}, "workers": [%s]}""".formatted(Instant.now(), worker);
	}

	private static String worker(int requests, String current) {
		return """
				{"number": 0, "state": "%s", "requests": %d, "busySeconds": 1, "utilization": 0.5, "last": [],
				 "current": %s}""".formatted(current.equals("null") ? "idle" : "busy", requests, current);
	}

	private static String spare(int number, boolean inUse) {
		return IDLE.replace("\"number\": 0", "\"number\": %d, \"spare\": true, \"inUse\": %s".formatted(number, inUse));
	}

	private static String request(int id, String path) {
		return """
				{"id": %d, "method": "GET", "path": "%s", "since": "%s", "seconds": 0}""".formatted(id, path,
				Instant.now());
	}

}
