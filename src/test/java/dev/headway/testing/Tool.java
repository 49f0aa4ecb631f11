package dev.headway.testing;

import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Programs that some tests need beside the JDK. */
public final class Tool {

	private Tool() {
	}

	/**
	 * Finds a program. If it is missing, the calling test is skipped; in CI it fails.
	 */
	public static Path require(String name) {
		return require(name,
				Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
					.map((directory) -> Path.of(directory, name))
					.filter(Files::isExecutable)
					.findFirst());
	}

	/** Finds an archive in {@code target/tools}, where {@code .ci/run} puts them. */
	public static Path requireArchive(String name) {
		return require(name, Optional.of(Path.of("target/tools", name)).filter(Files::isReadable));
	}

	/** Finds a JDK of a certain version beside the one that runs the tests. */
	public static Path requireJdk(int version) throws IOException {
		Path jdks = Path.of("/usr/lib/jvm");
		if (!Files.isDirectory(jdks)) {
			return require("JDK " + version, Optional.empty());
		}
		try (Stream<Path> installed = Files.list(jdks)) {
			return require("JDK " + version, installed.filter((jdk) -> isVersion(jdk, version)).findFirst());
		}
	}

	private static boolean isVersion(Path jdk, int version) {
		try {
			return Files.isExecutable(jdk.resolve("bin/jlink"))
					&& Files.readString(jdk.resolve("release")).contains("JAVA_VERSION=\"" + version);
		}
		catch (IOException ex) {
			return false;
		}
	}

	private static Path require(String name, Optional<Path> found) {
		if (found.isEmpty() && Boolean.getBoolean("tools.required")) {
			fail("%s is needed here and not installed", name);
		}
		assumeTrue(found.isPresent(), () -> name + " is not installed");
		return found.get();
	}

	/**
	 * A {@code PATH} without some programs, as if they weren't installed: a folder of
	 * links to all others.
	 */
	public static String pathWithout(String... names) throws IOException {
		Path directory = Files.createDirectories(Path.of("target/path/without-" + String.join("-", names)))
			.toAbsolutePath();
		for (String element : System.getenv("PATH").split(File.pathSeparator)) {
			if (Files.isDirectory(Path.of(element))) {
				try (Stream<Path> programs = Files.list(Path.of(element))) {
					for (Path program : programs.toList()) {
						link(directory.resolve(program.getFileName()), program, List.of(names));
					}
				}
			}
		}
		return directory.toString();
	}

	private static void link(Path link, Path program, List<String> without) throws IOException {
		if (!without.contains(program.getFileName().toString()) && Files.isExecutable(program)) {
			try {
				Files.createSymbolicLink(link, program);
			}
			catch (FileAlreadyExistsException ex) {
				// the first one on the PATH counts
			}
		}
	}

	/** Writes an executable shell script. */
	public static Path script(Path file, String text) throws IOException {
		Files.createDirectories(file.getParent());
		Files.writeString(file, "#!/bin/sh\n" + text);
		if (!file.toFile().setExecutable(true)) {
			throw new IOException("can't make " + file + " executable");
		}
		return file;
	}

}
