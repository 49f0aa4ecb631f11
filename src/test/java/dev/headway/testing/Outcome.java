package dev.headway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** The standard output of a process, and its exit code. */
public record Outcome(int exitCode, String output) {

	private static final int SECONDS = 60;

	/** Runs a process to its end; its errors are part of its output. */
	public static Outcome of(ProcessBuilder builder) throws Exception {
		return of(builder.redirectErrorStream(true).start());
	}

	/**
	 * Waits for the end of a process, and of all processes that write to the same output.
	 */
	public static Outcome of(Process process) throws Exception {
		CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> read(process));
		try {
			assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s ends", process.info()).isTrue();
			return new Outcome(process.exitValue(), output.get(SECONDS, TimeUnit.SECONDS));
		}
		finally {
			process.descendants().forEach(ProcessHandle::destroyForcibly);
			process.destroyForcibly();
		}
	}

	private static String read(Process process) {
		try (InputStream in = process.getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
