package dev.headway.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/** The extracted server with its launcher, moved to a folder of its own. */
@Timeout(120)
class LauncherIT {

	@TempDir
	Path directory;

	@BeforeEach
	void copyServer() throws IOException {
		Path packaged = Path.of(System.getProperty("headway.jar")).resolveSibling("headway");
		FileSystemUtils.copyRecursively(packaged, this.directory);
		FileSystemUtils.deleteRecursively(cache());
		assertThat(launcher().toFile().setExecutable(true)).isTrue();
	}

	@Test
	void servesWithoutAnArchiveAndSaysNothingOfIt() throws Exception {
		assertThat(serve()).doesNotContain("headway: ", "warning");
	}

	@Test
	void trainingMakesAnArchiveThatIsUsed() throws Exception {
		Path archive = train();
		assertThat(Files.size(archive)).isGreaterThan(10_000_000);
		assertThat(serve()).doesNotContain("headway: ", "warning");
		try (PackagedServer server = PackagedServer.startBy(launcher())) {
			assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/maps"))).contains(archive.toString());
		}
	}

	@Test
	void archiveOfAnotherBuildIsIgnoredWithOneLine() throws Exception {
		Path archive = train();
		Files.move(archive, archive.resolveSibling("1" + archive.getFileName()));
		assertThat(serve().lines().filter((line) -> line.startsWith("headway: "))).singleElement()
			.asString()
			.contains("is of another JDK or build and isn't used", "bin/headway train");
	}

	@Test
	void damagedArchiveDoesNotKeepTheServerFromServing() throws Exception {
		Path archive = train();
		Files.writeString(archive, "no archive at all");
		serve();
	}

	private Path train() throws Exception {
		ProcessBuilder builder = new ProcessBuilder(launcher().toString(), "train").inheritIO();
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		Process training = builder.start();
		assertThat(training.waitFor(60, TimeUnit.SECONDS)).isTrue();
		assertThat(training.exitValue()).isZero();
		try (Stream<Path> files = Files.list(cache())) {
			List<Path> archives = files.toList();
			assertThat(archives).hasSize(1);
			return archives.get(0);
		}
	}

	/** What the server says that serves a request and ends. */
	private String serve() throws Exception {
		try (PackagedServer server = PackagedServer.startBy(launcher())) {
			assertThat(RawConnection.ask(server.address(), "/").join().status()).isEqualTo(200);
			return server.log();
		}
	}

	private Path launcher() {
		return this.directory.resolve("bin/headway");
	}

	private Path cache() {
		return this.directory.resolve("cache");
	}

}
