package dev.headway.actuate;

import java.nio.file.Files;
import java.nio.file.Path;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Makes the README's picture of the live board. Its name keeps it out of the build; to
 * make the picture anew:
 *
 * <pre class="code">
 * ./mvnw test -Dtest=BoardScreenshot -Dheadway.screenshot=src/site/board.png
 * </pre>
 */
@Timeout(120)
class BoardScreenshot {

	private static final int MAX_BYTES = 200 * 1024;

	@RegisterExtension
	static final Browser browser = new Browser();

	@Test
	void tenSleepsAndSomeRoots() throws Exception {
		Path file = Path.of(System.getProperty("headway.screenshot", "target/board.png"));
		try (ConfigurableApplicationContext server = SpringApplication.run(HeadwayApplication.class,
				"--server.port=0")) {
			BoardPage board = BoardPage.open(browser,
					server.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			byte[] picture = act(board);
			assertThat(picture).hasSizeLessThan(MAX_BYTES);
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.write(file, picture);
			board.awaitAnswers();
		}
	}

	/**
	 * Sends enough requests of each kind to fill the time line, and takes the picture
	 * while they run.
	 */
	private static byte[] act(BoardPage board) {
		board.press(BoardPage.TEN_ROOTS);
		board.press(BoardPage.ONE_SLEEP);
		board.awaitAnswers();
		board.press(BoardPage.ONE_ROOT);
		board.press(BoardPage.ONE_SLEEP);
		board.await("one sleeps").until(() -> board.running("/sleep") == 1);
		board.press(BoardPage.TEN_ROOTS);
		board.awaitAnswers();
		board.press(BoardPage.TEN_SLEEPS);
		board.await("ten sleep or wait").until(() -> board.running("/sleep") + board.waiting() == 10);
		board.press(BoardPage.ONE_ROOT);
		board.await("a sleep is over")
			.until(() -> board.answers("/sleep")
				.stream()
				.filter((answer) -> answer.status().equals("200"))
				.count() > 4);
		board.press(BoardPage.ONE_ROOT);
		board.await("a bar is long enough for its label")
			.until(() -> board.lanes().stream().anyMatch((lane) -> lane.shown().startsWith("3.")));
		return browser.screenshot();
	}

}
