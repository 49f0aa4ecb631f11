package dev.headway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.headway.launcher.ExtractedServer.TELL;
import static dev.headway.launcher.ExtractedServer.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;

/** How the launcher finds the server and a JDK, and which arguments it passes. */
@ParameterizedClass
@ValueSource(strings = { "dash", "bash" })
@Timeout(60)
class LauncherTests {

	@Parameter
	String shell;

	@TempDir
	Path directory;

	private ExtractedServer server;

	@BeforeEach
	void createServer() throws IOException {
		this.server = ExtractedServer.create(this.directory.toRealPath().resolve("headway"), "17.0.1", TELL);
	}

	@Test
	void argumentsArriveAsTheyAre() throws Exception {
		assertThat(this.server.run(this.shell, "--a=b  c", "*", "").output()).endsWith("""
				<-jar>
				<%s/headway.jar>
				<--a=b  c>
				<*>
				<>
				""".formatted(this.server.home()));
	}

	@Test
	void folderMayHaveAnyName() throws Exception {
		Path home = this.directory.toRealPath().resolve("-it's a [folder] 100%20 #$x \\");
		for (String version : List.of("17.0.1", "25")) {
			ExtractedServer odd = ExtractedServer.create(home, version, TRAIN + TELL);
			Outcome training = odd.run(this.shell, "train");
			assertThat(training.exitCode()).as(training.output()).isZero();
		}
		assertThat(ExtractedServer.create(home, "17.0.1", TRAIN + TELL).run(this.shell).output())
			.containsPattern("<-XX:SharedArchiveFile=" + Pattern.quote(home.toString()) + "/cache/\\d+\\.jsa>\n")
			.contains("<" + home + "/headway.jar>");
		assertThat(ExtractedServer.create(home, "25", TRAIN + TELL).run(this.shell).output())
			.containsPattern("<-XX:AOTCache=" + Pattern.quote(home.toString()) + "/cache/\\d+\\.aot>\n");
	}

	@Test
	void folderWithAColonIsRefused() throws Exception {
		ExtractedServer colon = ExtractedServer.create(this.directory.resolve("a:b"), "17", TELL);
		assertRefused(colon.by(this.shell), "a colon separates the entries of its class path");
	}

	@Test
	void linkLeadsToTheFolder() throws Exception {
		Path real = this.server.launcher();
		Path elsewhere = Files.createDirectories(this.directory.resolve("else where/deep"));
		Path absolute = Files.createSymbolicLink(elsewhere.resolve("absolute"), real);
		Path relative = Files.createSymbolicLink(elsewhere.resolve("relative"), Path.of("../../headway/bin/headway"));
		Path chain = Files.createSymbolicLink(elsewhere.resolveSibling("chain"), Path.of("deep/relative"));
		Path folder = Files.createSymbolicLink(this.directory.resolve("folder"), this.server.home());
		Path bin = Files.createSymbolicLink(elsewhere.resolve("bin"), this.server.home().resolve("bin"));
		for (Path path : List.of(real, absolute, relative, chain, folder.resolve("bin/headway"),
				bin.resolve("headway"))) {
			assertFound(this.server.by(this.shell, path));
			assertFound(this.server.by(this.shell, Path.of(".").resolve(path.getFileName()))
				.directory(path.getParent().toFile()));
		}
	}

	@Test
	void cdpathIsOfNoConcern() throws Exception {
		Path other = Files.createDirectories(this.directory.resolve("other"));
		Files.createDirectories(other.resolve("headway/bin"));
		ProcessBuilder builder = this.server.by(this.shell, Path.of("headway/bin/headway"))
			.directory(this.directory.toFile());
		builder.environment().put("CDPATH", other.toString());
		assertFound(builder);
	}

	private void assertFound(ProcessBuilder builder) throws Exception {
		assertThat(Outcome.of(builder).output()).as("%s", builder.command())
			.contains("<" + this.server.home() + "/headway.jar>");
	}

	@Test
	void launcherWithoutAServerSaysWhereItBelongs() throws Exception {
		Path lost = Files.copy(this.server.launcher(), this.directory.resolve("lost"));
		assertRefused(this.server.by(this.shell, lost), "there is no headway.jar in ");
	}

	@Test
	void optionsAreSplitAtWhiteSpaceAndNowhereElse() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell).directory(this.server.home().toFile());
		builder.environment().put("HEADWAY_JAVA_OPTS", " -Da=*\t-Db='c \n d'  $HOME");
		assertThat(Outcome.of(builder).output()).contains("<-Da=*>\n<-Db='c>\n<d'>\n<$HOME>\n<-jar>");
	}

	@Test
	void javaHomeWithoutJavaIsNamed() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell);
		builder.environment().put("JAVA_HOME", "/no where");
		assertRefused(builder, "headway: JAVA_HOME is /no where, and there is no bin/java in it");
	}

	@Test
	void withoutAnyJavaTheLauncherSaysWhatItNeeds() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell);
		builder.environment().remove("JAVA_HOME");
		builder.environment().put("PATH", Tool.pathWithout("java"));
		assertRefused(builder, "headway: there is no java on the PATH");
	}

	@Test
	void olderJavaIsRefused() throws Exception {
		for (String version : List.of("11.0.2", "1.8.0_392")) {
			assertRefused(ExtractedServer.create(this.server.home(), version, TELL).by(this.shell), "older than 17");
		}
	}

	private static void assertRefused(ProcessBuilder builder, String message) throws Exception {
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).startsWith("headway: ").contains(message).hasLineCount(1);
	}

	@Test
	void javaMayBeALinkOrAScriptThatPicksTheJdk() throws Exception {
		ExtractedServer old = ExtractedServer.create(this.server.home(), "11", TELL);
		Path link = Files.createDirectories(this.directory.resolve("links")).resolve("java");
		Files.createSymbolicLink(link, old.jdk().resolve("bin/java"));
		Path script = Tool.script(this.directory.resolve("scripts/java"),
				"echo '    java.home = %s' >&2; echo\n".formatted(old.jdk()));
		for (Path java : List.of(link, script)) {
			ProcessBuilder builder = this.server.by(this.shell);
			builder.environment().remove("JAVA_HOME");
			builder.environment().put("PATH", java.getParent() + ":" + System.getenv("PATH"));
			assertRefused(builder, "older than 17");
		}
	}

	@Test
	void serverTakesTheLaunchersPlaceAndGivesItsExitCode() throws Exception {
		ExtractedServer ends = ExtractedServer.create(this.server.home(), "17.0.1", "echo \"I am $$\"\nexit 42\n");
		Process process = ends.by(this.shell).start();
		Outcome outcome = Outcome.of(process);
		assertThat(outcome.output()).isEqualTo("I am " + process.pid() + "\n");
		assertThat(outcome.exitCode()).isEqualTo(42);
	}

	@Test
	void serverThatRunsOutOfMemoryEnds() throws Exception {
		assertThat(this.server.run(this.shell).output()).contains("<-XX:+ExitOnOutOfMemoryError>");
	}

}
