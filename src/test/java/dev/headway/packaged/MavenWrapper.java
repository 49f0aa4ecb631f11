package dev.headway.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

import dev.headway.testing.Tool;

/** A copy of this project's Maven wrapper in a project of its own. */
final class MavenWrapper {

	/** No server listens there. */
	static final String UNREACHABLE = "http://127.0.0.1:1/maven/apache-maven-3.9.11-bin.zip";

	private final Path project;

	private String shell = "sh";

	private String path = System.getenv("PATH");

	MavenWrapper(Path project) throws IOException {
		this.project = project;
		Files.copy(Path.of("mvnw"), project.resolve("mvnw"), StandardCopyOption.COPY_ATTRIBUTES);
		Files.createDirectories(project.resolve(".mvn/wrapper"));
		Files.createDirectories(project.resolve("tmp"));
		pin(UNREACHABLE, "0".repeat(64));
	}

	/** Sets the project's distribution. */
	MavenWrapper pin(String url, String checksum) throws IOException {
		Files.writeString(this.project.resolve(".mvn/wrapper/maven-wrapper.properties"),
				"distributionType=only-script\ndistributionUrl=%s\ndistributionSha256Sum=%s\n".formatted(url,
						checksum));
		return this;
	}

	/** The shell that runs the script. */
	MavenWrapper in(String shell) {
		this.shell = shell;
		return this;
	}

	/** Hides some programs; to be called before {@link #withInstalled}. */
	MavenWrapper without(String... programs) throws IOException {
		this.path = Tool.pathWithout(programs);
		return this;
	}

	/** Puts a script of that version in the place of the installed Maven. */
	MavenWrapper withInstalled(String version) throws IOException {
		Path maven = Tool.script(this.project.resolve("bin/mvn"), "echo 'Apache Maven %s (test)'\n".formatted(version));
		this.path = maven.getParent() + ":" + this.path;
		return this;
	}

	/** The folder in which the wrapper installs, and in which it keeps its downloads. */
	Path home() {
		return this.project.resolve("home");
	}

	Path temporary() {
		return this.project.resolve("tmp");
	}

	ProcessBuilder version() {
		ProcessBuilder builder = new ProcessBuilder(Tool.require(this.shell).toString(), "./mvnw", "--batch-mode",
				"--version")
			.directory(this.project.toFile())
			.redirectErrorStream(true);
		// variables of the Maven that runs this test, and wrong for the one that it
		// starts
		builder.environment().keySet().removeIf((name) -> name.startsWith("MAVEN_") || name.startsWith("MVNW_"));
		builder.environment().put("MAVEN_USER_HOME", home().toString());
		builder.environment().put("TMPDIR", temporary().toString());
		builder.environment().put("PATH", this.path);
		for (String proxy : List.of("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY")) {
			builder.environment().remove(proxy);
		}
		return builder;
	}

}
