package dev.headway.deploy;

import java.util.List;

import dev.headway.testing.Outcome;
import dev.headway.testing.Tool;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the Python tests of {@code src/bench/simulate}, which models many instances, and
 * of the autoscaler in {@code src/bench/fleet}.
 */
@Timeout(60)
class SimulationTests {

	@ParameterizedTest
	@CsvSource({ "src/bench/simulate_test.py, 19", "src/bench/fleet_test.py, 5" })
	void passesItsOwnTests(String script, int tests) throws Exception {
		Outcome outcome = python(script);
		assertThat(outcome.exitCode()).as(outcome.output()).isZero();
		assertThat(outcome.output()).contains("Ran " + tests + " tests").endsWith("OK\n");
	}

	@Test
	void writesTheSameTableForTheSameSeed() throws Exception {
		String[] arguments = { "src/bench/simulate", "balancing", "--fleets", "1", "4", "--seconds", "20", "--runs",
				"2" };
		Outcome first = python(arguments);
		assertThat(first.exitCode()).as(first.output()).isZero();
		assertThat(first.output()).contains("| by | 1 instance | 4 instances |").contains("| fewest |");
		assertThat(python(arguments)).isEqualTo(first);
	}

	private static Outcome python(String... arguments) throws Exception {
		ProcessBuilder builder = new ProcessBuilder(Tool.require("python3").toString());
		builder.command().addAll(List.of(arguments));
		return Outcome.of(builder);
	}

}
