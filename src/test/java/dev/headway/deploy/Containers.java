package dev.headway.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Buildah and podman with their own store, so that nothing of a test is left, and without
 * a network: a test makes all images itself.
 */
final class Containers implements AutoCloseable {

	/** Limits that a process has if it may not raise them. */
	private static final String CONFIGURATION = """
			[containers]
			default_ulimits = ["nofile=20000:20000", "nproc=20000:20000"]
			[engine]
			runtime = "runc"
			cgroup_manager = "cgroupfs"
			events_logger = "file"
			""";

	private static final int SECONDS = 240;

	private final Path directory;

	private final String buildah = Tool.require("buildah").toString();

	private final String podman = Tool.require("podman").toString();

	Containers(Path directory) throws Exception {
		Tool.require("runc");
		this.directory = directory.toAbsolutePath();
		delete();
		Files.createDirectories(directory);
		Files.writeString(directory.resolve("containers.conf"), CONFIGURATION);
	}

	Path directory() {
		return this.directory;
	}

	/** Runs Buildah, which has to succeed, and returns its output. */
	String buildah(String... arguments) throws Exception {
		return succeed(this.buildah, arguments);
	}

	/** Runs podman, which has to succeed, and returns its output. */
	String podman(String... arguments) throws Exception {
		return succeed(this.podman, arguments);
	}

	private String succeed(String tool, String... arguments) throws Exception {
		Outcome outcome = run(tool, arguments);
		assertThat(outcome.exitCode()).as("%s: %s", List.of(arguments), outcome.output()).isZero();
		return outcome.output().strip();
	}

	/** Runs podman to its end, with any exit code. */
	Outcome tryPodman(String... arguments) throws Exception {
		return run(this.podman, arguments);
	}

	/**
	 * The output goes to a file, because processes that outlive the tool may keep it
	 * open.
	 */
	private Outcome run(String tool, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(tool, "--root", this.directory.resolve("store").toString(),
				"--runroot", this.directory.resolve("run").toString(), "--log-level", "fatal"));
		command.addAll(List.of(arguments));
		Path output = Files.createTempFile(this.directory, "output", "");
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("CONTAINERS_CONF", this.directory.resolve("containers.conf").toString());
		Process process = builder.start();
		try {
			assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
			return new Outcome(process.exitValue(), Files.readString(output));
		}
		finally {
			process.destroyForcibly();
			Files.delete(output);
		}
	}

	@Override
	public void close() throws Exception {
		tryPodman("pod", "rm", "--force", "--all", "--time", "0");
		tryPodman("rm", "--force", "--all", "--time", "0");
		awaitTools();
		delete();
	}

	/**
	 * A container that ends leaves a podman that cleans up, and mounts the store again.
	 */
	private void awaitTools() {
		await().atMost(Duration.ofSeconds(SECONDS))
			.until(() -> ProcessHandle.allProcesses()
				.noneMatch((process) -> process.info().commandLine().orElse("").contains(this.directory + "/store")));
	}

	/** The store is mounted onto itself, so it has to be unmounted first. */
	private void delete() throws Exception {
		for (String mount : Files.readAllLines(Path.of("/proc/self/mounts"))) {
			String path = mount.split(" ")[1];
			if (path.startsWith(this.directory + "/")) {
				Outcome outcome = Outcome.of(new ProcessBuilder("umount", path));
				assertThat(outcome.exitCode()).as(outcome.output()).isZero();
			}
		}
		FileSystemUtils.deleteRecursively(this.directory);
	}

}
