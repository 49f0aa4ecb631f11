package dev.headway.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged server under one model, in a JVM of its own. */
final class Server implements AutoCloseable {

	private static final Pattern ADDRESS = Pattern.compile("Serving (http://\\S+) ");

	private static final long START_SECONDS = 60;

	private final String model;

	private final Process process;

	private final Path log;

	private Server(String model, Process process, Path log) {
		this.model = model;
		this.process = process;
		this.log = log;
	}

	/** Starts a server, and doesn't wait for it. */
	static Server launch(Settings settings, String model) throws IOException {
		Path log = Files.createTempFile("lab-" + model, ".log");
		List<String> command = new ArrayList<>();
		command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
		// only the first compiler, which is done in seconds, so that all models are
		// measured warm
		command.add("-XX:TieredStopAtLevel=1");
		command.add("-jar");
		command.add(settings.jar().toString());
		command.add("--headway.model=" + model);
		command.add("--headway.sleep=" + settings.sleep().toMillis() + "ms");
		command.add("--server.port=0");
		Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		return new Server(model, process, log);
	}

	String model() {
		return this.model;
	}

	/**
	 * Waits until the server serves; empty if it refuses to start, for example on an old
	 * JDK.
	 */
	Optional<URI> awaitAddress() throws IOException, InterruptedException {
		long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
		while (System.nanoTime() < deadline) {
			Matcher address = ADDRESS.matcher(log());
			if (address.find()) {
				return Optional.of(URI.create(address.group(1)));
			}
			if (this.process.waitFor(50, TimeUnit.MILLISECONDS)) {
				return Optional.empty();
			}
		}
		throw new IOException("not up within %d s:%n%s".formatted(START_SECONDS, log()));
	}

	/** Why the server refused to start: its log's text under "Description". */
	String refusal() {
		return log().lines()
			.dropWhile((line) -> !line.equals("Description:"))
			.skip(1)
			.filter((line) -> !line.isBlank())
			.findFirst()
			.orElse("it ended by itself");
	}

	private String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The system's figures of the process. */
	ProcessFigures figures() throws IOException {
		return ProcessFigures.parse(Files.readString(Path.of("/proc/" + this.process.pid() + "/status")));
	}

	/** Kills the process. */
	@Override
	public void close() throws IOException {
		this.process.destroyForcibly().onExit().join();
		Files.deleteIfExists(this.log);
	}

}
