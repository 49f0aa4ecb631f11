package dev.headway.actuate;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

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
 * make the picture again:
 *
 * <pre class="code">
 * ./mvnw test -Dtest=BoardScreenshot -Dheadway.screenshot=src/site/board.png
 * </pre>
 */
@Timeout(120)
class BoardScreenshot {

	private static final int MAX_BYTES = 150 * 1000;

	private static final int WIDTH = 1280;

	/** Down to the figures below eight lanes. */
	private static final int HEIGHT = 1000;

	/** The site's {@code headway.pool.size}. */
	private static final int SIZE = 4;

	/** For those beyond the size spares stand in. */
	private static final int SLEEPS = SIZE + 3;

	@RegisterExtension
	static final Browser browser = new Browser();

	/** Admission only observes, so more than four sleep. */
	@Test
	void sevenSleepsAndSomeRoots() throws Exception {
		Path file = Path.of(System.getProperty("headway.screenshot", "target/board.png"));
		try (ConfigurableApplicationContext server = SpringApplication.run(HeadwayApplication.class, "--server.port=0",
				"--headway.admission.mode=observe")) {
			BoardPage board = BoardPage.open(browser,
					server.getEnvironment().getRequiredProperty("local.server.port", Integer.class));
			browser.resize(WIDTH, HEIGHT);
			byte[] picture = compressed(act(board));
			Files.createDirectories(file.toAbsolutePath().getParent());
			Files.write(file, picture);
			assertThat(picture).hasSizeLessThan(MAX_BYTES);
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
		awaitSleeping(board, 1);
		board.press(BoardPage.TEN_ROOTS);
		board.awaitAnswers();
		// the last ones in turn: while a job waits for long, each stuck worker costs a
		// spare
		for (int sleeping = 1; sleeping <= SLEEPS; sleeping++) {
			board.press(BoardPage.ONE_SLEEP);
			if (sleeping >= SIZE) {
				awaitSleeping(board, sleeping);
			}
		}
		board.press(BoardPage.ONE_ROOT);
		board.await("the last answer")
			.until(() -> board.answers("/").stream().allMatch((answer) -> answer.status().equals("200")));
		board.await("all bars are long enough for their labels")
			.until(() -> board.lanes()
				.stream()
				.filter((lane) -> lane.running().equals("/sleep"))
				.noneMatch((lane) -> lane.shown().matches("[0-2]\\..*")));
		return browser.screenshot();
	}

	private static void awaitSleeping(BoardPage board, int count) {
		board.await(count + " sleep").until(() -> board.running("/sleep") == count);
	}

	/** The same picture as Chromium's, which compresses in a hurry. */
	private static byte[] compressed(byte[] png) throws IOException {
		BufferedImage image = ImageIO.read(new ByteArrayInputStream(png));
		ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
		ImageWriteParam settings = writer.getDefaultWriteParam();
		settings.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
		settings.setCompressionQuality(0);
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream stream = ImageIO.createImageOutputStream(bytes)) {
			writer.setOutput(stream);
			writer.write(null, new IIOImage(image, null, null), settings);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}

}
