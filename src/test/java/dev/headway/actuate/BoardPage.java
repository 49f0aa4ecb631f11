package dev.headway.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.headway.testing.Browser;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.openqa.selenium.WebElement;

/** The live board, as a person with a browser sees it. */
final class BoardPage {

	static final String ONE_SLEEP = "send-sleep";

	static final String TEN_SLEEPS = "send-sleep-ten";

	static final String ONE_ROOT = "send-root";

	static final String TEN_ROOTS = "send-root-ten";

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Browser browser;

	private BoardPage(Browser browser) {
		this.browser = browser;
	}

	/** Opens the board on that port and waits until it shows the server. */
	static BoardPage open(Browser browser, int port) {
		browser.open("http://127.0.0.1:" + port + "/actuator/workers");
		BoardPage page = new BoardPage(browser);
		page.await("live").until(() -> page.status().equals("live"));
		return page;
	}

	/** A condition on the page, to wait for. */
	ConditionFactory await(String alias) {
		return Awaitility.await(alias).atMost(PATIENCE).pollInterval(Duration.ofMillis(100));
	}

	/** The state of the page's connection to the server: connecting, live or lost. */
	String status() {
		return this.browser.find("#status").getDomAttribute("data-state");
	}

	String text(String selector) {
		return this.browser.find(selector).getText();
	}

	void press(String button) {
		this.browser.find("#" + button).click();
	}

	/** All lanes, top to bottom, at one moment. */
	List<Lane> lanes() {
		List<Map<String, Object>> lanes = this.browser.evaluate("""
				return [...document.querySelectorAll("#lanes .lane")].map(lane => ({
				  worker: lane.dataset.worker,
				  state: lane.dataset.state,
				  running: lane.querySelector(".bar.running")?.dataset.path ?? "",
				  shown: lane.querySelector(".name").lastElementChild.textContent,
				  paths: [...lane.querySelectorAll(".bar")].map(bar => bar.dataset.path),
				}));""");
		return lanes.stream().map(Lane::of).toList();
	}

	/** How many lanes show that path as running. */
	long running(String path) {
		return lanes().stream().filter((lane) -> lane.running().equals(path)).count();
	}

	/** How many jobs wait by the figures, in the queue or elsewhere. */
	int waiting() {
		List<String> sizes = this.browser.evaluate("""
				return ["queue-size", "waiting-size"].map(id => document.getElementById(id).textContent);""");
		return sizes.stream().filter((size) -> size.matches("\\d+")).mapToInt(Integer::parseInt).sum();
	}

	/** The answers so far, newest first, including requests without an answer yet. */
	List<Answer> answers(String path) {
		List<Map<String, Object>> answers = this.browser.evaluate("""
				return [...document.querySelectorAll("#answers li")].map(row => ({
				  path: row.dataset.path,
				  status: row.dataset.status,
				  ms: row.dataset.ms,
				  shown: row.querySelector(".result").textContent,
				}));""");
		return answers.stream().map(Answer::of).filter((answer) -> answer.path().equals(path)).toList();
	}

	/** Waits until all requests from the page have an answer. */
	void awaitAnswers() {
		await("answers")
			.until(() -> this.browser.findAll("#answers li:is([data-status=held], [data-status=pending])").isEmpty());
	}

	/** The table's rows, each as the texts of its cells. */
	List<List<String>> table() {
		return this.browser.evaluate("""
				return [...document.querySelectorAll("#workers tbody tr")].map(row =>
				  [...row.cells].map(cell => cell.textContent));""");
	}

	/** The rows of the handlers' table, each as the texts of its cells. */
	List<List<String>> handlers() {
		return this.browser.evaluate("""
				return [...document.querySelectorAll("#handlers tbody tr")].map(row =>
				  [...row.cells].map(cell => cell.textContent));""");
	}

	/** Requests finished, as the table has them. */
	long requests() {
		return table().stream().mapToLong((row) -> Long.parseLong(row.get(4))).sum();
	}

	List<WebElement> findAll(String selector) {
		return this.browser.findAll(selector);
	}

	/**
	 * One lane.
	 *
	 * @param worker the worker's number
	 * @param state idle or busy
	 * @param shown the text beside the number: idle, or for how long it has been busy
	 * @param running the path of the running request; empty if none runs
	 * @param paths the paths of all bars, the running one included
	 */
	record Lane(String worker, String state, String shown, String running, List<String> paths) {

		@SuppressWarnings("unchecked")
		static Lane of(Map<String, Object> lane) {
			return new Lane((String) lane.get("worker"), (String) lane.get("state"), (String) lane.get("shown"),
					(String) lane.get("running"), (List<String>) lane.get("paths"));
		}

	}

	/**
	 * One answer.
	 *
	 * @param path the path of the request
	 * @param status the answer's, or pending, held or failed
	 * @param took how long it took, or has taken so far
	 * @param shown the text that the page shows
	 */
	record Answer(String path, String status, Duration took, String shown) {

		static Answer of(Map<String, Object> answer) {
			return new Answer((String) answer.get("path"), (String) answer.get("status"),
					Duration.ofMillis(Long.parseLong((String) answer.get("ms"))), (String) answer.get("shown"));
		}

	}

}
