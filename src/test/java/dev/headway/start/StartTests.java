package dev.headway.start;

import java.net.ServerSocket;

import dev.headway.HeadwayApplication;
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
			server.tomcat.max-connections | -1 | must be 1 or more                | 8192
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
