package dev.headway.site.start;

import java.net.ServerSocket;

import dev.headway.site.HeadwayApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class StartTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			headway.enabled   | false   | must be true: the pages and models      | headway.enabled=true
			headway.pool.size | 0       | must be 1 or more                       | headway.pool.size=4
			headway.pool.size | -3      | must be 1 or more                       | headway.pool.size=4
			headway.pool.size | four    | is not a whole number                   | headway.pool.size=4
			headway.pool.size | 1000000 | is more than server.tomcat.max-connections=8192 | headway.pool.size=4
			headway.pool.spares | -1      | must be 0 or more                     | headway.pool.spares=16
			headway.pool.spares | 8193    | is more than server.tomcat.max-connections=8192 | headway.pool.spares=16
			headway.pool.replace-after | 0s  | must be between 1ms and 1h         | headway.pool.replace-after=50ms
			headway.pool.replace-after | 61m | must be between 1ms and 1h         | headway.pool.replace-after=50ms
			headway.sleep     | -1s     | must be 0 or more                       | headway.sleep=5s
			headway.sleep     | soon    | is not a length of time such as 500ms   | headway.sleep=5s
			headway.board.allowed-hosts | a:80 | must be host names | allowed-hosts=board.example.com
			headway.admission.mode | maybe | is not one of enforce, observe, off | headway.admission.mode=enforce
			headway.admission.quick-under | 0s | must be more than 0         | headway.admission.quick-under=50ms
			headway.express.quick-under | soon | is not a length of time     | headway.admission.quick-under=50ms
			headway.drain.delay | -1s   | must be 0 or more                       | headway.drain.delay=0s
			headway.drain.delay | 16s   | must be at most half of spring.lifecycle | headway.drain.delay=0s
			server.tomcat.max-connections | -1 | must be 1 or more                | 8192
			server.tomcat.max-connections | many | is not a whole number          | 8192
			server.tomcat.max-connections | 100000000 | is too much for the heap  | max-connections=
			server.port       | 70000   | must be between 0 and 65535             | server.port=7878
			server.port       | -1      | must be between 0 and 65535             | server.port=7878
			server.port       | abc     | is not a whole number                   | server.port=7878
			server.address    | 192.0.2.1 | is not an address of this machine     | server.address=127.0.0.1
			server.address    | nosuch.invalid | is not an address                | server.address=127.0.0.1
			management.server.port | 70000 | must be between 0 and 65535          | management.server.port=7879
			management.server.port | abc | is not a whole number                  | management.server.port=7879
			""")
	void wrongPropertyNamesItselfAndAValueThatWorks(String property, String value, String reason, String works,
			CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--" + property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property " + property.replace("express", "admission") + " has the value")
			.contains(reason)
			.contains(works)
			.doesNotContain("\tat ");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			path   | reports | slow | GET  | must begin with a slash, for example /reports/**
			path   | /{a     | slow | GET  | is no pattern
			path   |         | slow | GET  | must begin with a slash, for example /reports/**
			method | /a      | slow | get  | must be one method in capitals, for example GET
			pace   | /a      |      | GET  | must be one of slow, quick, learn, exempt; for example slow
			pace   | /a      | fast | GET  | is not one of slow, quick, learn, exempt
			""")
	void wrongRuleNamesItsComponentAndAValueThatWorks(String component, String path, String pace, String method,
			String reason, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--headway.admission.rules[0].path=/**",
				"--headway.admission.rules[0].pace=learn", "--headway.admission.rules[1].method=" + method,
				(path != null) ? "--headway.admission.rules[1].path=" + path : "--debug=false",
				(pace != null) ? "--headway.admission.rules[1].pace=" + pace : "--debug=false"));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("The property headway.admission.rules[1]." + component)
			.contains(reason)
			.doesNotContain("\tat ");
	}

	@Test
	void oldNameOfAPropertyWorksAndTellsTheNewOne(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--headway.express.quick-under=70ms")) {
			assertThat(context.getEnvironment().getProperty("headway.admission.quick-under")).isEqualTo("70ms");
		}
		assertThat(output).containsOnlyOnce("headway.express.quick-under is called headway.admission.quick-under now");
	}

	@Test
	void newNameOfAPropertyCountsForMore() {
		try (ConfigurableApplicationContext context = start("--headway.express.quick-under=70ms",
				"--headway.admission.quick-under=60ms")) {
			assertThat(context.getEnvironment().getProperty("headway.admission.quick-under")).isEqualTo("60ms");
		}
	}

	@ParameterizedTest
	@CsvSource({ "server.http2.enabled, maybe", "spring.lifecycle.timeout-per-shutdown-phase, soon",
			"server.tomcat.accesslog.buffered, maybe" })
	void valuesOfOthersAreLeftToSpringBootToExplain(String property, String value, CapturedOutput output) {
		assertThatException().isThrownBy(() -> start("--" + property + "=" + value));
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains("Property: " + property)
			.contains("Value: \"" + value + "\"")
			.doesNotContain("\tat ", "The property");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			server.tomcat.threads.max                | 50   | headway.pool.size and headway.pool.express say
			server.tomcat.threads.min-spare          | 5    | headway.pool.size and headway.pool.express say
			server.tomcat.threads.max-queue-capacity | 7    | headway.waiting.capacity says
			spring.threads.virtual.enabled           | true | headway.model=virtual-threads runs requests on them
			""")
	void propertyWithoutEffectGetsOneLineThatSaysWhatHas(String property, String value, String instead,
			CapturedOutput output) {
		start("--" + property + "=" + value).close();
		assertThat(output.toString().lines().filter((line) -> line.contains("has no effect on requests")))
			.singleElement()
			.asString()
			.contains("WARN", "The property " + property + "=" + value + " has no effect on requests: ", instead);
	}

	@Test
	void unknownPropertyIsMentionedAndTheServerStarts(CapturedOutput output) {
		start("--headway.pool.sise=3").close();
		assertThat(output)
			.containsOnlyOnce(
					"The property headway.pool.sise is not known and has no effect. " + "Is headway.pool.size meant?")
			.contains("Serving http://127.0.0.1:");
	}

	@Test
	void takenPortIsNamed(CapturedOutput output) throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getByName("127.0.0.1"))) {
			assertThatException().isThrownBy(() -> start("--server.port=" + taken.getLocalPort()));
			assertThat(output).contains("Port " + taken.getLocalPort() + " was already in use");
		}
	}

	@Test
	void oneLineTellsAddressWorkersAndMetrics(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--headway.pool.size=3")) {
			String port = context.getEnvironment().getProperty("local.server.port");
			assertThat(output).containsOnlyOnce(
					"Serving http://127.0.0.1:%s/ with 3 workers and 1 express; metrics at http://127.0.0.1:%s/actuator/prometheus"
						.formatted(port, port));
		}
		assertThat(output).contains("Shutting down worker 0", "Shutting down worker 2");
	}

	@Test
	void oneLineTellsTheManagementServersAddress(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start("--management.server.port=0",
				"--management.server.address=127.0.0.1", "--server.address=0.0.0.0")) {
			assertThat(output).contains(
					"Serving http://localhost:%s/ with 4 workers and 1 express; metrics at http://127.0.0.1:%s/actuator/prometheus"
						.formatted(context.getEnvironment().getProperty("local.server.port"),
								context.getEnvironment().getProperty("local.management.port")));
		}
	}

	private static ConfigurableApplicationContext start(String... properties) {
		String[] args = java.util.Arrays.copyOf(properties, properties.length + 1);
		args[properties.length] = properties[0].startsWith("--server.port") ? "--debug=false" : "--server.port=0";
		return SpringApplication.run(HeadwayApplication.class, args);
	}

}
