package dev.headway.hostile;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import dev.headway.testing.PackagedServer;
import dev.headway.testing.Prober;
import dev.headway.testing.Tool;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The attacks of slowhttptest, in all its modes; the tool itself checks whether the
 * server is available.
 */
@Timeout(180)
class SlowhttptestIT {

	private static final Log logger = LogFactory.getLog(SlowhttptestIT.class);

	private static Path slowhttptest;

	@AutoClose
	private static PackagedServer server;

	@BeforeAll
	static void start() {
		slowhttptest = Tool.require("slowhttptest");
		server = PackagedServer.start();
	}

	@ParameterizedTest
	@ValueSource(strings = { "-H", "-B", "-R", "-X" })
	void serviceStaysAvailable(String mode) throws Exception {
		try (Prober prober = Prober.start(server.address())) {
			String report = attack(mode);
			Prober.Figures figures = prober.stop();
			logger.info(mode + ": " + figures);
			assertThat(report).containsPattern("service available:\\s+YES")
				.doesNotContainPattern("service available:\\s+NO");
			figures.assertServedWithin(Duration.ofSeconds(1));
		}
	}

	/** The tool's report, without its colours. */
	private static String attack(String mode) throws Exception {
		Process process = new ProcessBuilder(slowhttptest.toString(), mode, "-c", "200", "-r", "200", "-l", "10", "-i",
				"1", "-p", "3", "-u", server.address().toString())
			.redirectErrorStream(true)
			.start();
		try {
			process.getOutputStream().close();
			String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
			assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
			return report.replaceAll("\u001b\\[[0-9;]*[A-Za-z]", "");
		}
		finally {
			process.destroyForcibly();
		}
	}

}
