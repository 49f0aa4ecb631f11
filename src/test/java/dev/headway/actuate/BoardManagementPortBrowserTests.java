package dev.headway.actuate;

import java.time.Duration;

import dev.headway.actuate.BoardPage.Answer;
import dev.headway.testing.Browser;
import dev.headway.worker.ThreadPool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalManagementPort;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The live board in a browser, on a port of its own: its requests cross origins. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT,
		properties = { "management.server.port=0", "headway.pool.size=4", "headway.sleep=2s" })
@Timeout(120)
class BoardManagementPortBrowserTests {

	private static final Duration SLEEP = Duration.ofSeconds(2);

	private static final int SLEEPS = 10;

	@RegisterExtension
	static final Browser browser = new Browser();

	@LocalServerPort
	private int port;

	@LocalManagementPort
	private int managementPort;

	@Autowired
	private ThreadPool pool;

	@Test
	void tenSleepsHoldEveryWorkerAndTheRestWaits() {
		int size = this.pool.size();
		BoardPage board = BoardPage.open(browser, this.managementPort);
		board.press(BoardPage.TEN_SLEEPS);
		board.await("all asleep").until(() -> board.running("/sleep") == size && board.waiting() == SLEEPS - size);
		board.press(BoardPage.ONE_ROOT);
		board.await("end").until(() -> {
			assertThat(board.running("/sleep")).isLessThanOrEqualTo(size);
			return board.running("/sleep") == 0 && board.waiting() == 0;
		});
		board.awaitAnswers();
		assertThat(board.answers("/sleep")).hasSize(SLEEPS).extracting(Answer::status).containsOnly("200");
		assertThat(board.answers("/sleep")).extracting(Answer::took)
			.allMatch((took) -> took.compareTo(SLEEP) >= 0)
			.anyMatch((took) -> took.compareTo(SLEEP.multipliedBy(2)) >= 0);
		assertThat(board.answers("/")).singleElement()
			.satisfies((answer) -> assertThat(answer.shown()).matches("200 in \\d.*s"));
		assertThat(board.text("#connections")).contains("127.0.0.1:" + this.port, "localhost:" + this.port);
		assertThat(browser.console()).isEmpty();
	}

}
