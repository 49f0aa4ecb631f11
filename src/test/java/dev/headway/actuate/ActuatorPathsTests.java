package dev.headway.actuate;

import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;

import static org.assertj.core.api.Assertions.assertThat;

class ActuatorPathsTests {

	private static final String[] STOCK = { "/actuator", "/actuator/health", "/actuator/health/**",
			"/actuator/prometheus", "/actuator/workers" };

	@ParameterizedTest
	@ValueSource(strings = { "/actuator", "/actuator/prometheus", "/actuator/health", "/actuator/health/liveness",
			"/actuator;a/prometheus", "/actuator/prometheus;a=b", "/%61ctuator/prometheus", "/actuator/%70rometheus",
			"/actuator/health/a%2Fb" })
	void pathThatSpringMatchesIsActuators(String path) {
		assertThat(paths("", STOCK).test(path)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "/", "/sleep", "/actuators", "/actuator/nope", "/actuator/prometheus/x", "//actuator",
			"/actuator//prometheus", "/ACTUATOR/prometheus", "/x/../actuator/prometheus",
			"/actuator/health/../prometheus", "/actuator/health/%2e%2e/prometheus", "/actuator/health/.",
			"/actuator%2fhealth", "/%", "/actuator/health/%", "/actuator/%zz", "*", "" })
	void otherPathIsNot(String path) {
		assertThat(paths("", STOCK).test(path)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "/health,true", "/health;x,true", "/prometheus,true", "/,false", "/sleep,false", "/healthy,false" })
	void basePathMayBeTheRoot(String path, boolean actuators) {
		assertThat(paths("", "/health", "/health/**", "/prometheus").test(path)).isEqualTo(actuators);
	}

	@ParameterizedTest
	@CsvSource({ "/app/actuator/health,true", "/app;x/actuator/health,true", "/%61pp/actuator/health,true",
			"/actuator/health,false", "/application/actuator/health,false", "/app,false" })
	void contextPathComesFirst(String path, boolean actuators) {
		assertThat(paths("/app", STOCK).test(path)).isEqualTo(actuators);
	}

	@Test
	void withoutPatternsNoPathIs() {
		ActuatorPaths none = paths("");
		assertThat(none.isEmpty()).isTrue();
		assertThat(none.test("/actuator/health")).isFalse();
	}

	private static ActuatorPaths paths(String prefix, String... patterns) {
		List<PathPattern> parsed = Stream.of(patterns).map(PathPatternParser.defaultInstance::parse).toList();
		return new ActuatorPaths(() -> prefix, () -> parsed);
	}

}
