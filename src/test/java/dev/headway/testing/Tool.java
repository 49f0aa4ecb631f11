package dev.headway.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Programs that some tests need beside the JDK. */
public final class Tool {

	private Tool() {
	}

	/**
	 * Finds a program. Without it the calling test is reported as skipped, and in CI as
	 * failed: there, nothing is skipped for want of a tool.
	 */
	public static Path require(String name) {
		Path found = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
			.map((directory) -> Path.of(directory, name))
			.filter(Files::isExecutable)
			.findFirst()
			.orElse(null);
		if (found == null && Boolean.getBoolean("headway.tools.required")) {
			fail("%s is needed here and not installed", name);
		}
		assumeTrue(found != null, () -> name + " is not installed");
		return found;
	}

}
