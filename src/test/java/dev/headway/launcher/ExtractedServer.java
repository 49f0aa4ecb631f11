package dev.headway.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes.Name;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;

/**
 * The launcher in a folder like {@code target/headway}, with a script in place of Java.
 * Such a script takes milliseconds and prints its arguments.
 */
final class ExtractedServer {

	/** A {@code java} that writes each of its arguments on a line. */
	static final String TELL = "printf '<%s>\\n' \"$@\"\n";

	/**
	 * A {@code java} that acts as the server of a training: it says that it serves, makes
	 * the archive when it is ended, and records its arguments. Otherwise it runs the
	 * commands that follow.
	 */
	static final String TRAIN = """
			here=$(dirname "$0")/..
			archive=
			for argument; do
			  case $argument in
			  -XX:ArchiveClassesAtExit=* | -XX:AOTCache=*) archive=${argument#*=} ;;
			  esac
			done
			case "$*" in
			*AOTMode=create*)
			  echo made >"$archive"
			  exit
			  ;;
			*--headway.sleep=*)
			  printf '%s\n' "$@" >"$here/arguments"
			  env >"$here/environment"
			  pwd >"$here/folder"
			  trap '[ -z "$archive" ] || echo made >"$archive"; exit 143' TERM
			  echo "Serving $(cat "$here/address") with 4 workers"
			  while :; do sleep 0.02; done
			  ;;
			esac
			""";

	private final Path home;

	private final Path jdk;

	private ExtractedServer(Path home, Path jdk) {
		this.home = home;
		this.jdk = jdk;
	}

	/** Makes the folder, and a JDK of that version whose {@code java} is the script. */
	static ExtractedServer create(Path home, String version, String java) throws IOException {
		Files.createDirectories(home.resolve("lib"));
		if (!Files.exists(home.resolve("headway.jar"))) {
			writeJar(home.resolve("headway.jar"));
		}
		Path launcher = Files.createDirectories(home.resolve("bin")).resolve("headway");
		Files.copy(Path.of("src/launcher/headway"), launcher, StandardCopyOption.REPLACE_EXISTING,
				StandardCopyOption.COPY_ATTRIBUTES);
		Path jdk = home.resolveSibling("jdk-" + version);
		Files.createDirectories(jdk);
		Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
		Files.writeString(jdk.resolve("address"), "http://127.0.0.1:1/");
		Tool.script(jdk.resolve("bin/java"), java);
		return new ExtractedServer(home, jdk);
	}

	private static void writeJar(Path file) throws IOException {
		Manifest manifest = new Manifest();
		manifest.getMainAttributes().put(Name.MANIFEST_VERSION, "1.0");
		manifest.getMainAttributes().put(Name.MAIN_CLASS, "Main");
		new JarOutputStream(Files.newOutputStream(file), manifest).close();
	}

	Path home() {
		return this.home;
	}

	Path jdk() {
		return this.jdk;
	}

	Path launcher() {
		return this.home.resolve("bin/headway");
	}

	Path cache() {
		return this.home.resolve("cache");
	}

	List<Path> cached() throws IOException {
		if (!Files.exists(cache())) {
			return List.of();
		}
		try (Stream<Path> files = Files.list(cache())) {
			return files.toList();
		}
	}

	/** Runs the launcher in a shell, by the given path. */
	ProcessBuilder by(String shell, Path launcher, String... arguments) {
		List<String> command = new ArrayList<>(List.of(Tool.require(shell).toString(), launcher.toString()));
		command.addAll(List.of(arguments));
		ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
		builder.environment().keySet().removeIf((name) -> name.matches("HEADWAY_.*|.*JAVA.*OPTIONS|CDPATH"));
		builder.environment().put("JAVA_HOME", this.jdk.toString());
		return builder;
	}

	ProcessBuilder by(String shell, String... arguments) {
		return by(shell, launcher(), arguments);
	}

	Outcome run(String shell, String... arguments) throws Exception {
		return Outcome.of(by(shell, arguments));
	}

}
