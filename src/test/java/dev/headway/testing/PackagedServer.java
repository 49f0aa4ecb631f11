package dev.headway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/** The packaged server in a process of its own, on a free port. */
public final class PackagedServer implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("Serving (https?://\\S+) .*metrics at (https?://\\S+)");

	private final Process process;

	private final Path log;

	private PackagedServer(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	/** Starts {@code java -jar headway.jar} and doesn't wait for it. */
	public static PackagedServer launch(String... arguments) {
		return launch(List.of(), arguments);
	}

	private static PackagedServer launch(List<String> jvmOptions, String... arguments) {
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		command.addAll(jvmOptions);
		command.addAll(List.of("-jar", System.getProperty("headway.jar")));
		command.addAll(List.of(arguments));
		return launch(new ProcessBuilder(command));
	}

	private static PackagedServer launch(ProcessBuilder builder) {
		try {
			Path log = Files.createTempFile("headway", ".log");
			return new PackagedServer(builder.redirectErrorStream(true).redirectOutput(log.toFile()).start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Starts the server by its launcher, on this JDK, and waits until it serves. */
	public static PackagedServer startBy(Path launcher) {
		return startBy(launcher, "");
	}

	/** As {@link #startBy(Path)}, with JVM options in {@code HEADWAY_JAVA_OPTS}. */
	public static PackagedServer startBy(Path launcher, String jvmOptions) {
		ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "--server.port=0");
		builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
		builder.environment().put("HEADWAY_JAVA_OPTS", jvmOptions);
		return awaitServing(launch(builder));
	}

	/** Starts the server on a free port and waits until it serves. */
	public static PackagedServer start(String... arguments) {
		return start(List.of(), arguments);
	}

	/** As {@link #start(String...)}, in a JVM with options such as {@code -Xmx64m}. */
	public static PackagedServer start(List<String> jvmOptions, String... arguments) {
		return startOn(0, jvmOptions, arguments);
	}

	/** As {@link #start(List, String...)}, on a certain port. */
	public static PackagedServer startOn(int port, List<String> jvmOptions, String... arguments) {
		String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 1);
		all[arguments.length] = "--server.port=" + port;
		return awaitServing(launch(jvmOptions, all));
	}

	private static PackagedServer awaitServing(PackagedServer server) {
		await().atMost(Duration.ofSeconds(60))
			.until(() -> !server.process.isAlive() || ADDRESS.matcher(server.log()).find());
		assertThat(server.process.isAlive()).as(server::log).isTrue();
		return server;
	}

	/** Where the server serves, with {@code /} at the end. */
	public URI address() {
		return URI.create(address(1));
	}

	/** Where the server's metrics are. */
	public URI metrics() {
		return URI.create(address(2));
	}

	private String address(int group) {
		Matcher matcher = ADDRESS.matcher(log());
		assertThat(matcher.find()).isTrue();
		return matcher.group(group);
	}

	/** What the server has logged so far. */
	public String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public long pid() {
		return this.process.pid();
	}

	/** Asks the process to end, as {@code kill} does. */
	public void terminate() {
		this.process.destroy();
	}

	/** Whether the process has not ended yet. */
	public boolean isAlive() {
		return this.process.isAlive();
	}

	/** Waits for the process to end by itself. */
	public int exitCode(Duration timeout) throws InterruptedException {
		assertThat(this.process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)).as(this::log).isTrue();
		return this.process.exitValue();
	}

	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		Files.delete(this.log);
	}

}
