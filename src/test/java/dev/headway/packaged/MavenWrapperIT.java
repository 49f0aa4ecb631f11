package dev.headway.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The Maven wrapper of this project, moved to a folder of its own. */
@Timeout(120)
class MavenWrapperIT {

	@TempDir
	Path project;

	private MavenWrapper wrapper;

	@BeforeEach
	void copyWrapper() throws IOException {
		this.wrapper = new MavenWrapper(this.project);
		Tool.require("mvn");
		Tool.require("unzip");
	}

	@Test
	void pinnedDistributionIsApachesOwnWithAChecksum() throws IOException {
		assertThat(Files.readAllLines(Path.of(".mvn/wrapper/maven-wrapper.properties")))
			.anyMatch((line) -> line.matches("distributionUrl=https://archive\\.apache\\.org/dist/maven/.+-bin\\.zip"))
			.anyMatch((line) -> line.matches("distributionSha256Sum=[0-9a-f]{64}"));
	}

	@Test
	void distributionIsDownloadedOnceCheckedAndUsed() throws Exception {
		Path zip = distributionMadeFromTheInstalledMaven();
		AtomicInteger downloads = new AtomicInteger();
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		server.createContext("/", (exchange) -> {
			downloads.incrementAndGet();
			exchange.sendResponseHeaders(200, Files.size(zip));
			Files.copy(zip, exchange.getResponseBody());
			exchange.close();
		});
		server.start();
		try {
			String url = "http://127.0.0.1:%d/maven/apache-maven-9.9.9-bin.zip"
				.formatted(server.getAddress().getPort());
			Outcome wrong = Outcome.of(this.wrapper.pin(url, "0".repeat(64)).version());
			assertThat(wrong.exitCode()).isEqualTo(1);
			assertThat(wrong.output()).contains("Failed to validate Maven distribution SHA-256");
			String checksum = HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
			for (int i = 0; i < 2; i++) {
				Outcome right = Outcome.of(this.wrapper.pin(url, checksum).version());
				assertThat(right.exitCode()).as(right.output()).isZero();
				assertThat(right.output()).contains("Maven home: " + this.wrapper.home().resolve("wrapper/dists"))
					.doesNotContain("instead");
				assertThat(right.output().contains("mvnw: downloading apache-maven-9.9.9-bin.zip")).isEqualTo(i == 0);
			}
			assertThat(downloads).hasValue(2);
		}
		finally {
			server.stop(0);
		}
	}

	/** Zips the installed Maven the way Apache packs its distributions. */
	private Path distributionMadeFromTheInstalledMaven() throws Exception {
		Tool.require("zip");
		String home = Outcome
			.of(new ProcessBuilder(Tool.require("mvn").toString(), "--batch-mode", "--version").start())
			.output()
			.lines()
			.filter((line) -> line.startsWith("Maven home: "))
			.findFirst()
			.orElseThrow()
			.substring("Maven home: ".length());
		Path root = Files.createDirectories(this.project.resolve("zip"));
		// -L follows the links that packagers put in place of jars
		Outcome copy = Outcome.of(new ProcessBuilder("cp", "-rL", home, root.resolve("apache-maven-9.9.9").toString())
			.redirectErrorStream(true)
			.start());
		assertThat(copy.exitCode()).as(copy.output()).isZero();
		Outcome zip = Outcome
			.of(new ProcessBuilder("zip", "-qr", "maven.zip", "apache-maven-9.9.9").directory(root.toFile())
				.redirectErrorStream(true)
				.start());
		assertThat(zip.exitCode()).as(zip.output()).isZero();
		return root.resolve("maven.zip");
	}

}
