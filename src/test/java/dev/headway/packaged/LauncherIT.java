package dev.headway.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import dev.headway.testing.LongTest;
import dev.headway.testing.Outcome;
import dev.headway.testing.PackagedServer;
import dev.headway.testing.RawConnection;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The extracted server with its launcher, moved to a folder of its own and trained there.
 */
@LongTest
@Timeout(120)
class LauncherIT {

	@TempDir
	static Path directory;

	private static Path archive;

	@BeforeAll
	static void trainServer() throws Exception {
		copyServer(home());
		Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("the server/bin/headway"));
		Files.writeString(directory.resolve("application.properties"), "server.port=80000");
		ProcessBuilder builder = training(link).directory(directory.toFile());
		String nowhere = "http://127.0.0.1:1";
		builder.environment()
			.putAll(Map.of("http_proxy", nowhere, "all_proxy", nowhere, "SERVER_SSL_KEY_STORE", "/nowhere",
					"SERVER_PORT", "80000", "MANAGEMENT_SERVER_PORT", "80000", "LOGGING_LEVEL_ROOT", "off"));
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).hasLineCount(1);
		assertThat(cached(home())).hasSize(1);
		archive = cached(home()).get(0);
		assertThat(Files.size(archive)).isGreaterThan(10_000_000);
	}

	private static Path home() throws IOException {
		return directory.toRealPath().resolve("the server");
	}

	private static void copyServer(Path home) throws IOException {
		FileSystemUtils.copyRecursively(Path.of(System.getProperty("headway.jar")).resolveSibling("headway"), home);
		FileSystemUtils.deleteRecursively(home.resolve("cache"));
		assertThat(launcher(home).toFile().setExecutable(true)).isTrue();
	}

	private static ProcessBuilder training(Path launcher) {
		ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "train");
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		return builder;
	}

	private static Path launcher(Path home) {
		return home.resolve("bin/headway");
	}

	private static List<Path> cached(Path home) throws IOException {
		try (Stream<Path> files = Files.list(home.resolve("cache"))) {
			return files.toList();
		}
	}

	@Test
	void trainedServerUsesItsArchive() throws Exception {
		try (PackagedServer server = PackagedServer.startBy(launcher(home()))) {
			assertThat(Files.readString(Path.of("/proc/" + server.pid() + "/maps"))).contains(archive.toString());
			assertServesAndSaysNothing(server);
			server.terminate();
			assertThat(server.exitCode(Duration.ofSeconds(20))).isEqualTo(143);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC -Xmx96m", "-XX:+UseZGC" })
	void trainedServerStartsWithOtherOptions(String options) throws Exception {
		try (PackagedServer server = PackagedServer.startBy(launcher(home()), options)) {
			assertServesAndSaysNothing(server);
		}
	}

	@Test
	void damagedArchiveDoesNotKeepTheServerFromServing() throws Exception {
		Path whole = Files.move(archive, directory.resolve("whole"));
		Files.writeString(archive, "no archive at all");
		try (PackagedServer server = PackagedServer.startBy(launcher(home()))) {
			assertServes(server);
		}
		finally {
			Files.delete(archive);
			Files.move(whole, archive);
		}
	}

	@Test
	void movedServerDoesNotUseItsArchiveAndSaysSoInOneLine() throws Exception {
		Path moved = directory.resolve("moved");
		FileSystemUtils.copyRecursively(home(), moved);
		assertThat(launcher(moved).toFile().setExecutable(true)).isTrue();
		try (PackagedServer server = PackagedServer.startBy(launcher(moved))) {
			assertServes(server);
			assertThat(server.log().lines().filter((line) -> line.startsWith("headway: "))).singleElement()
				.asString()
				.contains("is of another JDK, build or folder and isn't used", "bin/headway train");
		}
	}

	@Test
	void serverWithoutAnArchiveSaysNothingOfIt() throws Exception {
		Path untrained = directory.resolve("untrained");
		copyServer(untrained);
		try (PackagedServer server = PackagedServer.startBy(launcher(untrained))) {
			assertServesAndSaysNothing(server);
		}
	}

	@Test
	void interruptEndsATrainingAndItsServer() throws Exception {
		Path interrupted = directory.resolve("interrupted");
		copyServer(interrupted);
		ProcessBuilder builder = training(launcher(interrupted));
		// as in a terminal: the signal isn't ignored, and goes to the whole group
		builder.command().addAll(0, List.of(Tool.require("setsid").toString(), "env", "--default-signal"));
		Process training = builder.inheritIO().start();
		await().until(() -> server(training).isPresent());
		ProcessHandle server = server(training).orElseThrow();
		assertThat(Outcome.of(new ProcessBuilder("kill", "-INT", "--", "-" + training.pid())).exitCode()).isZero();
		assertThat(training.waitFor(10, TimeUnit.SECONDS)).isTrue();
		assertThat(training.exitValue()).isEqualTo(130);
		assertThat(server.isAlive()).isFalse();
		assertThat(cached(interrupted)).isEmpty();
	}

	private static Optional<ProcessHandle> server(Process training) {
		return training.descendants()
			.filter((process) -> process.info().command().orElse("").endsWith("/java"))
			.findFirst();
	}

	private static void assertServesAndSaysNothing(PackagedServer server) throws IOException {
		assertServes(server);
		assertThat(server.log()).doesNotContain("headway: ", "warning", "[error");
	}

	private static void assertServes(PackagedServer server) throws IOException {
		assertThat(RawConnection.ask(server.address(), "/").join().status()).isEqualTo(200);
	}

}
