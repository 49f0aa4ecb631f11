package dev.headway.attack;

import java.nio.file.Path;

import dev.headway.foreign.ForeignServer;
import dev.headway.testing.Outcome;

import static org.assertj.core.api.Assertions.assertThat;

/** The JDK's tool that asks another JVM about itself. */
final class Jcmd {

	private Jcmd() {
	}

	static String run(ForeignServer server, String command) {
		try {
			Outcome outcome = Outcome
				.of(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
						Long.toString(server.pid()), command));
			assertThat(outcome.exitCode()).as(outcome.output()).isZero();
			return outcome.output();
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

}
