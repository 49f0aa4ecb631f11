package dev.headway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

import dev.headway.testing.LongTest;
import dev.headway.testing.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.launcher.ExtractedServer.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flags of the environment override the launcher's. This uses a real JVM, since it
 * refuses to start with flags that contradict each other.
 */
@LongTest
@Timeout(60)
class LauncherOptionsTests {

	private static final Path JDK = Path.of(System.getProperty("java.home"));

	@TempDir
	Path directory;

	private ExtractedServer server;

	@BeforeEach
	void createServer() throws IOException {
		String java = TRAIN + "exec \"%s\" \"$@\"\n".formatted(JDK.resolve("bin/java"));
		this.server = ExtractedServer.create(this.directory.resolve("headway"), "real", java);
		Files.copy(JDK.resolve("release"), this.server.jdk().resolve("release"), StandardCopyOption.REPLACE_EXISTING);
	}

	@Test
	void withoutOptionsTheLaunchersApply() throws Exception {
		assertThat(start("HEADWAY_JAVA_OPTS", "")).containsPattern("UseSerialGC += true")
			.containsPattern("InitialHeapSize += " + (48 << 20))
			.containsPattern("MaxHeapSize += " + (848 << 20))
			.containsPattern("ThreadStackSize += 512");
	}

	@ParameterizedTest
	@CsvSource({ "-XX:+UseG1GC, UseG1GC += true", "-XX:+UseParallelGC, UseParallelGC += true",
			"-XX:+UseZGC, UseZGC += true", "-XX:+UseSerialGC, UseSerialGC += true",
			"-XX:-UseSerialGC -XX:+UseParallelGC, UseSerialGC += false", "-Xmx32m, MaxHeapSize += 33554432",
			"-XX:MaxHeapSize=32m, MaxHeapSize += 33554432", "-Xms704m, InitialHeapSize += 738197504",
			"-XX:InitialHeapSize=704m, InitialHeapSize += 738197504", "-XX:MinHeapSize=704m, MinHeapSize += 738197504",
			"-Xmx96m -Xms64m -XX:+UseG1GC, MaxHeapSize += 100663296",
			"-XX:MaxRAMPercentage=20 -XX:MaxRAM=1g, MaxHeapSize += 2[01]\\d{7} .*", "-Xss300k, ThreadStackSize += 300",
			"-XX:-ExitOnOutOfMemoryError, ExitOnOutOfMemoryError += false" })
	void optionsWin(String options, String flag) throws Exception {
		for (String variable : new String[] { "HEADWAY_JAVA_OPTS", "_JAVA_OPTIONS" }) {
			assertThat(start(variable, options)).as(variable).containsPattern(flag);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "JDK_JAVA_OPTIONS", "JAVA_TOOL_OPTIONS" })
	void optionsOfTheJdksOwnVariablesDontKeepItFromStarting(String variable) throws Exception {
		assertThat(start(variable, "-XX:+UseG1GC -Xmx32m")).containsPattern("UseG1GC += true")
			.containsPattern("MaxHeapSize += 33554432");
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:+UseG1GC", "-XX:+UseParallelGC", "-XX:+UseZGC", "-Xshare:off", "-Xshare:auto",
			"-XX:SharedArchiveFile=/nowhere", "-XX:ArchiveClassesAtExit=/nowhere", "-XX:AOTCache=/nowhere",
			"-XX:AOTMode=off", "-XX:DumpLoadedClassList=/dev/null", "-Xmx32m", "-XX:-UseCompressedOops" })
	void archiveKeepsNoOptionsFromStarting(String options) throws Exception {
		assertThat(this.server.run("sh", "train").exitCode()).isZero();
		start("HEADWAY_JAVA_OPTS", options);
	}

	private String start(String variable, String options) throws Exception {
		ProcessBuilder builder = this.server.by("sh");
		builder.environment().put(variable, options);
		builder.environment()
			.merge("HEADWAY_JAVA_OPTS", " -XX:+PrintFlagsFinal -version", (given, more) -> given + more);
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		return outcome.output();
	}

}
