package dev.headway.actuate;

import dev.headway.site.HeadwayApplication;
import dev.headway.testing.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The live board in a browser, while its server goes away and comes back. */
@Timeout(120)
class BoardRecoveryBrowserTests {

	@RegisterExtension
	static final Browser browser = new Browser();

	@Test
	void lostServerIsSaidSoAndFoundAgain() {
		BoardPage board;
		int port;
		try (ConfigurableApplicationContext server = start(0)) {
			port = server.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
			board = BoardPage.open(browser, port);
			board.press(BoardPage.TEN_ROOTS);
			board.await("requests").until(() -> board.requests() == 10);
		}
		board.await("lost").until(() -> board.status().equals("lost"));
		assertThat(board.text("#status")).contains("can't be reached");
		try (ConfigurableApplicationContext server = start(port)) {
			board.await("live").until(() -> board.status().equals("live"));
			assertThat(board.text("#status")).isEqualTo("Live");
			board.press(BoardPage.ONE_ROOT);
			board.await("requests").until(() -> board.requests() == 1);
		}
	}

	private static ConfigurableApplicationContext start(int port) {
		return SpringApplication.run(HeadwayApplication.class, "--server.port=" + port);
	}

}
