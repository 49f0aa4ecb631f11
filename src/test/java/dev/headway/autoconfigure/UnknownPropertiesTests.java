package dev.headway.autoconfigure;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesTests {

	@ParameterizedTest
	@CsvSource({ "headway.pool.sise, headway.pool.size", "headway.pool.expres, headway.pool.express",
			"headway.modell, headway.model", "headway.size, headway.pool.size",
			"headway.quick-under, headway.express.quick-under", "headway.head-timeout, headway.client.head-timeout",
			"headway.waiting.time, headway.waiting.timeout", "HEADWAY.POOL.SISE, headway.pool.size" })
	void unknownNameGetsOneLineWithTheOneThatIsMeant(String name, String meant, CapturedOutput output) {
		warn(new MapPropertySource("commandLineArgs", Map.of(name, "3")));
		assertThat(output.toString().lines()).singleElement()
			.asString()
			.contains("WARN", "The property " + name + " is not known and has no effect. Is " + meant + " meant?");
	}

	@ParameterizedTest
	@ValueSource(strings = { "headway.pool.size", "headway.express.quick-under", "headway.express.quickUnder",
			"headway.express.quick_under", "headwayish.pool.sise", "server.pool.sise", "headway" })
	void knownNameHoweverItIsWrittenAndOthersGetNone(String name, CapturedOutput output) {
		warn(new MapPropertySource("commandLineArgs", Map.of(name, "3")));
		assertThat(output).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "HEADWAY_POOL_SISE, headway.pool.size", "HEADWAY_MODELL, headway.model",
			"HEADWAY_EXPRES_QUICKUNDER, headway.express.quick-under" })
	void slipInAVariableGetsALine(String name, String meant, CapturedOutput output) {
		warn(variables(Map.of(name, "3")));
		assertThat(output).contains("The property " + name + " is not known", "Is " + meant + " meant?");
	}

	@Test
	void variablesOfOthersGetNone(CapturedOutput output) {
		warn(variables(Map.of("HEADWAY_SERVICE_HOST", "10.0.0.1", "HEADWAY_SERVICE_PORT", "7878",
				"HEADWAY_SERVICE_PORT_HTTP", "7878", "HEADWAY_PORT", "tcp://10.0.0.1:7878", "HEADWAY_PORT_7878_TCP", "",
				"HEADWAY_PORT_7878_TCP_PROTO", "tcp", "HEADWAY_PORT_7878_TCP_ADDR", "10.0.0.1", "HEADWAY_JAVA_OPTS",
				"-Xmx1g", "HEADWAY_POOL_SIZE", "4", "HEADWAY_EXPRESS_QUICK_UNDER", "1ms")));
		assertThat(output).isEmpty();
	}

	private static PropertySource<?> variables(Map<String, Object> variables) {
		return new SystemEnvironmentPropertySource("systemEnvironment", variables);
	}

	private static void warn(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((other) -> environment.getPropertySources().remove(other.getName()));
		environment.getPropertySources().addFirst(source);
		UnknownProperties.warn(environment);
	}

}
