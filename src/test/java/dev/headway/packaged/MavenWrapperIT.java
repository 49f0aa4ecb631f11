package dev.headway.packaged;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import com.sun.net.httpserver.HttpServer;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/** The Maven wrapper of this project, moved to a folder of its own. */
@Timeout(120)
class MavenWrapperIT {

	private static final String UNREACHABLE = "http://127.0.0.1:1/maven/apache-maven-3.9.11-bin.zip";

	@TempDir
	Path project;

	@BeforeEach
	void copyWrapper() throws IOException {
		Files.copy(Path.of("mvnw"), this.project.resolve("mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
		Files.createDirectories(this.project.resolve(".mvn/wrapper"));
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
	void withoutDownloadTheInstalledMavenRunsAfterOneLine() throws Exception {
		Result result = run(UNREACHABLE, "0".repeat(64), System.getenv("PATH"));
		assertThat(result.exitCode()).as(result.output()).isZero();
		assertThat(result.output().lines().findFirst()).hasValueSatisfying((line) -> assertThat(line)
			.matches("mvnw: .*Failed to fetch " + UNREACHABLE + "; using the installed Maven [0-9.]+ instead"));
		assertThat(result.output()).contains("Apache Maven");
		assertThat(result.output().split("mvnw:", -1)).hasSize(2);
	}

	@Test
	void withoutDownloadAnOldMavenIsRefused() throws Exception {
		Result result = runWithFakeMaven("3.6.3");
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(result.output()).contains("installed mvn is 3.6.3; 3.8 or newer is needed");
	}

	@Test
	void withoutDownloadANewerMavenRuns() throws Exception {
		for (String version : List.of("3.8.1", "3.9.11", "3.10.0", "4.0.0")) {
			Result result = runWithFakeMaven(version);
			assertThat(result.exitCode()).as(result.output()).isZero();
			assertThat(result.output()).contains("Maven " + version + " instead");
		}
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
			Result wrong = run(url, "0".repeat(64), System.getenv("PATH"));
			assertThat(wrong.exitCode()).isEqualTo(1);
			assertThat(wrong.output()).contains("Failed to validate Maven distribution SHA-256");
			String checksum = HexFormat.of()
				.formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(zip)));
			for (int i = 0; i < 2; i++) {
				Result right = run(url, checksum, System.getenv("PATH"));
				assertThat(right.exitCode()).as(right.output()).isZero();
				assertThat(right.output()).contains("Maven home: " + this.project.resolve("home/wrapper/dists"))
					.doesNotContain("mvnw:");
			}
			assertThat(downloads).hasValue(2);
		}
		finally {
			server.stop(0);
		}
	}

	private Result runWithFakeMaven(String version) throws Exception {
		Path bin = Files.createDirectories(this.project.resolve("bin"));
		Path maven = bin.resolve("mvn");
		Files.writeString(maven, "#!/bin/sh\necho 'Apache Maven %s (test)'\n".formatted(version));
		assertThat(maven.toFile().setExecutable(true)).isTrue();
		return run(UNREACHABLE, "0".repeat(64), bin + ":" + System.getenv("PATH"));
	}

	private Result run(String url, String checksum, String path) throws Exception {
		Files.writeString(this.project.resolve(".mvn/wrapper/maven-wrapper.properties"),
				"distributionType=only-script\ndistributionUrl=%s\ndistributionSha256Sum=%s\n".formatted(url,
						checksum));
		ProcessBuilder builder = new ProcessBuilder("./mvnw", "--batch-mode", "--version")
			.directory(this.project.toFile())
			.redirectErrorStream(true);
		builder.environment().put("MAVEN_USER_HOME", this.project.resolve("home").toString());
		builder.environment().put("PATH", path);
		// of the Maven that runs this test, and wrong for the one that it starts
		builder.environment().keySet().removeIf((name) -> name.startsWith("MAVEN_") && !name.equals("MAVEN_USER_HOME"));
		return Result.of(builder.start());
	}

	/** Zips the installed Maven the way Apache packs its distributions. */
	private Path distributionMadeFromTheInstalledMaven() throws Exception {
		Tool.require("zip");
		String home = Result.of(new ProcessBuilder(Tool.require("mvn").toString(), "--batch-mode", "--version").start())
			.output()
			.lines()
			.filter((line) -> line.startsWith("Maven home: "))
			.findFirst()
			.orElseThrow()
			.substring("Maven home: ".length());
		Path root = Files.createDirectories(this.project.resolve("zip"));
		// -L follows the links that packagers put in place of jars
		Result copy = Result.of(new ProcessBuilder("cp", "-rL", home, root.resolve("apache-maven-9.9.9").toString())
			.redirectErrorStream(true)
			.start());
		assertThat(copy.exitCode()).as(copy.output()).isZero();
		Result zip = Result
			.of(new ProcessBuilder("zip", "-qr", "maven.zip", "apache-maven-9.9.9").directory(root.toFile())
				.redirectErrorStream(true)
				.start());
		assertThat(zip.exitCode()).as(zip.output()).isZero();
		return root.resolve("maven.zip");
	}

	private record Result(int exitCode, String output) {

		static Result of(Process process) throws Exception {
			try (InputStream in = process.getInputStream()) {
				String output = new String(in.readAllBytes(), StandardCharsets.UTF_8);
				assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
				return new Result(process.exitValue(), output);
			}
		}

	}

}
