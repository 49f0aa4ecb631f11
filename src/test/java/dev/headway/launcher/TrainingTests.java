package dev.headway.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import com.sun.net.httpserver.HttpServer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

import static dev.headway.launcher.ExtractedServer.TELL;
import static dev.headway.launcher.ExtractedServer.TRAIN;
import static org.assertj.core.api.Assertions.assertThat;

/** What {@code headway train} does if everything works, and if something fails. */
@LongTest
@ParameterizedClass
@CsvSource({ "dash, 17.0.1", "bash, 17.0.1", "dash, 25.0.1", "bash, 25.0.1" })
@Timeout(60)
class TrainingTests {

	@Parameter(0)
	String shell;

	@Parameter(1)
	String version;

	@TempDir
	Path directory;

	private final Queue<String> asked = new ConcurrentLinkedQueue<>();

	private HttpServer site;

	private ExtractedServer server;

	@BeforeEach
	void createServer() throws IOException {
		this.server = create(TRAIN + TELL);
		this.site = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.site.createContext("/", (exchange) -> {
			this.asked.add(exchange.getRequestURI().getPath());
			exchange.sendResponseHeaders(200, -1);
			exchange.close();
		});
		this.site.start();
		Files.writeString(this.server.jdk().resolve("address"),
				"http://127.0.0.1:%d/".formatted(this.site.getAddress().getPort()));
	}

	private ExtractedServer create(String java) throws IOException {
		return ExtractedServer.create(this.directory.toRealPath().resolve("head way"), this.version, java);
	}

	@AfterEach
	void stopSite() {
		this.site.stop(0);
	}

	@Test
	void archiveIsMadeAndSaidWhere() throws Exception {
		Outcome outcome = this.server.run(this.shell, "train");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(this.server.cached()).singleElement()
			.satisfies((archive) -> assertThat(outcome.output()).isEqualTo("headway: %s, 0 MB\n".formatted(archive)));
		assertThat(this.asked).containsExactly("/sleep", "/actuator/health", "/actuator/prometheus",
				"/actuator/workers");
	}

	@Test
	void olderArchivesOfItsKindGoAndOthersStay() throws Exception {
		Files.createDirectories(this.server.cache());
		Files.writeString(this.server.cache().resolve("1.jsa"), "older");
		Files.writeString(this.server.cache().resolve("1.aot"), "older");
		assertThat(this.server.run(this.shell, "train").exitCode()).isZero();
		assertThat(this.server.cached()).hasSize(2)
			.contains(this.server.cache().resolve(this.version.startsWith("17") ? "1.aot" : "1.jsa"));
	}

	@Test
	void proxiesOfTheEnvironmentAreNotForTheRequests() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell, "train");
		String nowhere = "http://127.0.0.1:1";
		builder.environment()
			.putAll(Map.of("http_proxy", nowhere, "https_proxy", nowhere, "all_proxy", nowhere, "HTTP_PROXY", nowhere));
		Path home = Files.createDirectories(this.directory.resolve("user"));
		Files.writeString(home.resolve(".curlrc"), "proxy = " + nowhere);
		builder.environment().put("HOME", home.toString());
		assertThat(Outcome.of(builder).exitCode()).isZero();
		assertThat(this.asked).hasSize(4);
	}

	@Test
	void configurationOfTheEnvironmentIsNotForTheServer() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell, "train").directory(this.directory.toFile());
		for (String name : List.of("SERVER_PORT", "SERVER_SSL_KEY_STORE", "MANAGEMENT_SERVER_PORT", "server_address",
				"SPRING_CONFIG_LOCATION", "LOGGING_LEVEL_ROOT", "HEADWAY_MODEL", "HEADWAY_JAVA_OPTS", "DEBUG",
				"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS")) {
			builder.environment().put(name, "disturbs");
		}
		builder.environment().put("LC_ALL", "C.UTF-8");
		assertThat(Outcome.of(builder).exitCode()).isZero();
		assertThat(this.server.jdk().resolve("environment")).content()
			.contains("LC_ALL=C.UTF-8\n", "PATH=")
			.doesNotContain("disturbs");
		assertThat(this.server.jdk().resolve("folder")).content()
			.startsWith(this.server.cache().resolve("training.").toString());
		assertThat(this.server.jdk().resolve("arguments")).content().contains("--server.port=0\n");
	}

	@Test
	void withoutCurlTheArchiveIsMadeAndItIsSaidWhatItLacks() throws Exception {
		ProcessBuilder builder = this.server.by(this.shell, "train");
		builder.environment().put("PATH", Tool.pathWithout("curl"));
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).startsWith("headway: without curl the archive lacks").hasLineCount(2);
		assertThat(this.server.cached()).hasSize(1);
	}

	@Test
	void requestThatFailsIsNamedAndNoMore() throws Exception {
		this.site.stop(0);
		Outcome outcome = this.server.run(this.shell, "train");
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).contains("headway: the archive lacks what /actuator/health needs\n");
		assertThat(this.server.cached()).hasSize(1);
	}

	@Test
	void serverThatEndsIsQuoted() throws Exception {
		assertFails(create("echo 'No room for it'\nexit 3\n"), "No room for it",
				"headway: the training's server has ended, or not served within a minute");
	}

	@Test
	void trainingWithoutAnArchiveFails() throws Exception {
		assertFails(create(TRAIN.replace("echo made", "true")), "headway: no archive came of the training");
	}

	@Test
	void archiveOfAJvmThatWasKilledIsNotTaken() throws Exception {
		assertFails(create(TRAIN.replace("exit 143", "kill -KILL $$").replace("  exit\n", "  exit 134\n")),
				"headway: the training's JVM has ended with status 13");
	}

	private void assertFails(ExtractedServer server, String... messages) throws Exception {
		Outcome outcome = server.run(this.shell, "train");
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).contains(messages);
		assertThat(server.cached()).isEmpty();
	}

	@Test
	void folderThatCantBeWrittenToIsNamed() throws Exception {
		Files.writeString(this.server.cache(), "a file");
		assertCantWrite();
		Files.delete(this.server.cache());
		// nothing can be written there, not even by root
		Files.createSymbolicLink(this.server.cache(), Path.of("/sys"));
		assertCantWrite();
		Files.delete(this.server.cache());
	}

	private void assertCantWrite() throws Exception {
		Outcome outcome = this.server.run(this.shell, "train");
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).endsWith("headway: can't write to " + this.server.cache() + "\n");
	}

	@Test
	void twoAtOnceLeaveOneWholeArchive() throws Exception {
		Process first = this.server.by(this.shell, "train").start();
		Process second = this.server.by(this.shell, "train").start();
		assertThat(Outcome.of(first).exitCode()).isZero();
		assertThat(Outcome.of(second).exitCode()).isZero();
		assertThat(this.server.cached()).singleElement()
			.satisfies((archive) -> assertThat(archive).content().isEqualTo("made\n"));
	}

	@Test
	void argumentsAreRefused() throws Exception {
		Outcome outcome = this.server.run(this.shell, "train", "--server.port=8080");
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).isEqualTo("headway: train takes no arguments\n");
	}

}
