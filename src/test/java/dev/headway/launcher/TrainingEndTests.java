package dev.headway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import dev.headway.testing.LongTest;
import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.launcher.ExtractedServer.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** A training that is interrupted leaves neither its JVM nor half an archive. */
@LongTest
@Timeout(60)
class TrainingEndTests {

	/** Writes its process id to a file, then only waits, with any arguments. */
	private static final String HANG = """
			trap '' TERM
			echo $$ >"$(dirname "$0")/../pid"
			while :; do sleep 0.02; done
			""";

	@TempDir
	Path directory;

	@ParameterizedTest
	@CsvSource({ "dash, INT, 130", "dash, TERM, 143", "dash, HUP, 129", "bash, INT, 130", "bash, TERM, 143",
			"bash, HUP, 129" })
	void signalEndsAllOfIt(String shell, String signal, int exitCode) throws Exception {
		// while the server starts, while it ends, and while the archive is made from the
		// recording
		assertEnds(create("17.0.1", HANG), shell, signal, exitCode);
		assertEnds(create("25.0.1", hangWhere("AOTMode=record")), shell, signal, exitCode);
		assertEnds(create("25.0.1", hangWhere("AOTMode=create")), shell, signal, exitCode);
	}

	private static String hangWhere(String option) {
		return "case \"$*\" in *" + option + "*)\n" + HANG + ";; esac\n" + TRAIN;
	}

	private void assertEnds(ExtractedServer server, String shell, String signal, int exitCode) throws Exception {
		Files.deleteIfExists(server.jdk().resolve("pid"));
		ProcessBuilder builder = server.by(shell, "train");
		// as in a terminal: signals aren't ignored, and go to the whole group
		builder.command().addAll(0, List.of(Tool.require("setsid").toString(), "env", "--default-signal"));
		Process training = builder.start();
		try {
			await().until(() -> jvm(server).isPresent());
			ProcessHandle jvm = jvm(server).orElseThrow();
			Outcome.of(new ProcessBuilder("kill", "-" + signal, "--", "-" + training.pid()));
			assertThat(training.waitFor(10, TimeUnit.SECONDS)).isTrue();
			assertThat(training.exitValue()).isEqualTo(exitCode);
			assertThat(jvm.isAlive()).isFalse();
			assertThat(server.cached()).isEmpty();
		}
		finally {
			training.descendants().forEach(ProcessHandle::destroyForcibly);
			training.destroyForcibly();
			jvm(server).ifPresent(ProcessHandle::destroyForcibly);
		}
	}

	/** The process that has written its id, if it still runs. */
	private static Optional<ProcessHandle> jvm(ExtractedServer server) throws IOException {
		Path file = server.jdk().resolve("pid");
		String pid = Files.exists(file) ? Files.readString(file) : "";
		return pid.endsWith("\n") ? ProcessHandle.of(Long.parseLong(pid.strip())) : Optional.empty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash" })
	void archiveOfBeforeStaysUntilTheNewOneIsThere(String shell) throws Exception {
		ExtractedServer server = create("17.0.1", TRAIN);
		assertThat(server.run(shell, "train").exitCode()).isZero();
		Path archive = server.cached().get(0);
		assertThat(create("17.0.1", TRAIN.replace("echo made", "true")).run(shell, "train").exitCode()).isEqualTo(1);
		assertThat(server.cached()).containsExactly(archive);
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash" })
	void serverThatNeverServesIsGivenAMinute(String shell) throws Exception {
		ExtractedServer server = create("17.0.1", HANG);
		ProcessBuilder builder = server.by(shell, "train");
		// without real sleeps a minute is short
		Path sleep = Tool.script(this.directory.resolve("path/sleep"), "exit\n");
		builder.environment().put("PATH", sleep.getParent() + ":" + System.getenv("PATH"));
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output())
			.contains("headway: the training's server has ended, or not served within a minute");
		assertThat(server.cached()).isEmpty();
		assertThat(jvm(server)).isEmpty();
	}

	private ExtractedServer create(String version, String java) throws IOException {
		return ExtractedServer.create(this.directory.toRealPath().resolve("head way"), version, java);
	}

}
