package dev.headway.attack;

import java.io.IOException;
import java.time.Duration;

import dev.headway.foreign.Deployment;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Slow or stalled work in any part of an application delays no quick request. */
@ParameterizedClass
@EnumSource(names = { "HEADWAY", "HEADWAY_20" })
@Timeout(300)
class AttackIT {

	private static final Duration P99 = Duration.ofMillis(100);

	private static final Duration WORST = Duration.ofMillis(250);

	private static Target target;

	AttackIT(Deployment deployment) {
	}

	@BeforeParameterizedClassInvocation
	static void start(Deployment deployment) throws IOException {
		target = new Target(deployment);
	}

	@AfterParameterizedClassInvocation
	static void stop() throws IOException {
		target.close();
	}

	@ParameterizedTest
	@EnumSource
	void nobodyElseFeelsIt(Attack attack, TestReporter reporter) throws Exception {
		Outcome outcome = target.suffer(attack);
		reporter.publishEntry(attack + ": " + outcome);
		assertThat(outcome.lost()).as(outcome.toString()).isEmpty();
		assertThat(outcome.p99()).as(outcome.toString()).isLessThanOrEqualTo(P99);
		// while the machine doesn't let the client run, nobody answers it
		assertThat(outcome.worst()).as(outcome.toString()).isLessThanOrEqualTo(WORST.plus(outcome.hiccup()));
	}

}
