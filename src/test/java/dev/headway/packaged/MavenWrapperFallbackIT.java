package dev.headway.packaged;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import com.sun.net.httpserver.HttpServer;
import dev.headway.testing.LongTest;
import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** What this project's Maven wrapper does if the pinned Maven can't be downloaded. */
@LongTest
@Timeout(120)
class MavenWrapperFallbackIT {

	@TempDir
	Path directory;

	private MavenWrapper wrapper;

	@BeforeEach
	void copyWrapper() throws IOException {
		this.wrapper = new MavenWrapper(this.directory);
	}

	@Test
	void installedMavenRunsAfterTwoLines() throws Exception {
		Tool.require("mvn");
		Outcome outcome = Outcome.of(this.wrapper.version());
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output().lines().limit(2)).satisfiesExactly(
				(first) -> assertThat(first).isEqualTo("mvnw: downloading apache-maven-3.9.11-bin.zip"),
				(second) -> assertThat(second).matches("mvnw: .*Failed to fetch " + MavenWrapper.UNREACHABLE
						+ "; using the installed Maven [0-9.]+ instead"));
		assertThat(outcome.output()).contains("Apache Maven");
		assertThat(outcome.output().split("mvnw:", -1)).hasSize(3);
		assertThat(this.wrapper.temporary()).isEmptyDirectory();
	}

	@Test
	void oldMavenIsRefused() throws Exception {
		Outcome outcome = Outcome.of(this.wrapper.withInstalled("3.6.3").version());
		assertThat(outcome.exitCode()).isEqualTo(1);
		assertThat(outcome.output()).contains("installed mvn is 3.6.3; 3.8 or newer is needed");
	}

	@ParameterizedTest
	@ValueSource(strings = { "3.8.1", "3.9.11", "3.10.0", "4.0.0" })
	void newerMavenRuns(String version) throws Exception {
		assertFallsBack(this.wrapper.withInstalled(version).version(), "Maven " + version + " instead");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash" })
	void withoutUnzipNothingIsDownloaded(String shell) throws Exception {
		Outcome outcome = assertFallsBack(this.wrapper.in(shell).without("unzip").withInstalled("3.9.0").version(),
				"mvnw: unzip is not installed; using");
		assertThat(outcome.output()).doesNotContain("downloading");
	}

	@ParameterizedTest
	@ValueSource(strings = { "dash", "bash" })
	void folderThatCantBeWrittenToIsNoEnd(String shell) throws Exception {
		ProcessBuilder home = this.wrapper.in(shell).withInstalled("3.9.0").version();
		// nothing can be written there, not even by root
		home.environment().put("MAVEN_USER_HOME", "/sys");
		assertFallsBack(home, "mvnw: cannot write to /sys/wrapper/dists/apache-maven-3.9.11; using");
		ProcessBuilder temporary = this.wrapper.version();
		temporary.environment().put("TMPDIR", "/nowhere");
		assertFallsBack(temporary, "mvnw: cannot create temp dir; using");
	}

	@Test
	void withoutAnythingToDownloadWithTheInstalledMavenRuns() throws Exception {
		ProcessBuilder builder = this.wrapper.without("wget", "curl", "java", "javac").withInstalled("3.9.0").version();
		builder.environment().remove("JAVA_HOME");
		assertFallsBack(builder, "mvnw: there is neither wget nor curl nor a JDK to fetch ");
	}

	private static Outcome assertFallsBack(ProcessBuilder builder, String message) throws Exception {
		Outcome outcome = Outcome.of(builder);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).contains(message).contains("\nApache Maven");
		return outcome;
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "https://archive.apache.org/dist/maven/maven-3/3.9.11/binaries/apache-maven-3.9.11-bin.zip",
					"https://repository.example/any/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.zip" })
	void repositoryIsAskedByItsOwnLayout(String url) throws Exception {
		Queue<String> asked = new ConcurrentLinkedQueue<>();
		HttpServer repository = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		repository.createContext("/", (exchange) -> {
			asked.add(exchange.getRequestURI().toString());
			exchange.sendResponseHeaders(404, -1);
			exchange.close();
		});
		repository.start();
		try {
			ProcessBuilder builder = this.wrapper.pin(url, "0".repeat(64)).withInstalled("3.9.0").version();
			builder.environment()
				.put("MVNW_REPOURL", "http://127.0.0.1:%d/repo".formatted(repository.getAddress().getPort()));
			assertFallsBack(builder, "Failed to fetch");
			assertThat(asked).containsExactly("/repo/org/apache/maven/apache-maven/3.9.11/apache-maven-3.9.11-bin.zip");
		}
		finally {
			repository.stop(0);
		}
	}

	@ParameterizedTest
	@CsvSource({ "dash, INT, 130", "bash, INT, 130", "dash, HUP, 129", "bash, TERM, 143" })
	void signalDuringTheDownloadEndsTheBuild(String shell, String signal, int exitCode) throws Exception {
		for (String hidden : List.of("curl", "wget")) {
			try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				ProcessBuilder builder = this.wrapper.pin(url(silent), "0".repeat(64))
					.in(shell)
					.without(hidden)
					.withInstalled("3.9.0")
					.version();
				// as in a terminal: signals aren't ignored, and go to the whole group
				builder.command().addAll(0, List.of(Tool.require("setsid").toString(), "env", "--default-signal"));
				Process build = builder.start();
				try (Socket download = silent.accept()) {
					Outcome.of(new ProcessBuilder("kill", "-" + signal, "--", "-" + build.pid()));
					Outcome outcome = Outcome.of(build);
					assertThat(outcome.exitCode()).isEqualTo(exitCode);
					assertThat(outcome.output()).doesNotContain("Apache Maven", "instead");
				}
				assertThat(this.wrapper.temporary()).isEmptyDirectory();
			}
		}
	}

	@Test
	void firewallThatDropsPacketsIsWaitedForTenSeconds() throws Exception {
		try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			List<Socket> fillers = fill(full);
			this.wrapper.pin(url(full), "0".repeat(64));
			List<Process> builds = new ArrayList<>();
			long start = System.nanoTime();
			try {
				builds.add(this.wrapper.without("curl").withInstalled("3.9.0").version().start());
				builds.add(this.wrapper.without("wget").withInstalled("3.9.0").version().start());
				builds.add(this.wrapper.without("wget", "curl").withInstalled("3.9.0").version().start());
				for (int i = 0; i < builds.size(); i++) {
					Outcome outcome = Outcome.of(builds.get(i));
					assertThat(outcome.exitCode()).as(outcome.output()).isZero();
					assertThat(outcome.output()).contains("mvnw: downloading",
							List.of("wget", "curl", "java").get(i) + ": Failed to fetch ");
				}
				assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)).isBetween(8L, 30L);
			}
			finally {
				builds.forEach((build) -> build.descendants().forEach(ProcessHandle::destroyForcibly));
				for (Socket filler : fillers) {
					filler.close();
				}
			}
		}
	}

	/** Connects until the system drops further connections. */
	private static List<Socket> fill(ServerSocket server) throws IOException {
		List<Socket> sockets = new ArrayList<>();
		await().until(() -> {
			Socket socket = new Socket();
			sockets.add(socket);
			try {
				socket.connect(server.getLocalSocketAddress(), 500);
				return false;
			}
			catch (SocketTimeoutException ex) {
				return true;
			}
		});
		return sockets;
	}

	private static String url(ServerSocket server) {
		return "http://127.0.0.1:%d/maven/apache-maven-3.9.11-bin.zip".formatted(server.getLocalPort());
	}

}
