package dev.headway.launcher;

import java.nio.file.Path;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Checks the scripts with ShellCheck and with the shells themselves. */
class ShellScriptTests {

	@ParameterizedTest
	@ValueSource(strings = { "src/launcher/headway", ".ci/run", "mvnw" })
	void shellCheckHasNothingToSay(String script) throws Exception {
		Path shellcheck = Tool.require("shellcheck");
		Outcome outcome = Outcome.of(new ProcessBuilder(shellcheck.toString(), script));
		assertThat(outcome.output()).isEmpty();
		assertThat(outcome.exitCode()).isZero();
	}

}
