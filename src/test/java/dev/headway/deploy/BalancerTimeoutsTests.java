package dev.headway.deploy;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.convert.DurationStyle;

import static org.assertj.core.api.Assertions.assertThat;

/** Whether the balancers' timeouts and limits are consistent with the server's. */
class BalancerTimeoutsTests {

	private static final Path DEPLOY = Path.of("src/deploy");

	/** By default: headway.waiting.timeout, and a /sleep after that. */
	private static final Duration LONGEST_ANSWER = Duration.ofSeconds(30 + 5);

	@ParameterizedTest
	@CsvSource({ "haproxy/haproxy.cfg, timeout server", "nginx/headway.conf, proxy_read_timeout",
			"envoy/envoy.yaml, timeout:" })
	void requestMayWaitAndThenRunBeforeItsBalancerGivesUp(String file, String name) throws Exception {
		assertThat(duration(file, name)).isGreaterThan(LONGEST_ANSWER);
	}

	@ParameterizedTest
	@CsvSource({ "nginx/headway.conf, keepalive_timeout", "envoy/envoy.yaml, idle_timeout:" })
	void idleConnectionIsClosedByTheBalancerFirst(String file, String name) throws Exception {
		Duration ours = DurationStyle.detectAndParse(property("server.tomcat.keep-alive-timeout"));
		assertThat(duration(file, name)).isLessThanOrEqualTo(ours.minusSeconds(10));
	}

	@ParameterizedTest
	@CsvSource({ "nginx/headway.conf, keepalive_requests", "envoy/envoy.yaml, max_requests_per_connection:" })
	void balancerSendsNoMoreRequestsOnAConnectionThanTheServerTakes(String file, String name) throws Exception {
		assertThat(Integer.parseInt(value(file, name)))
			.isLessThanOrEqualTo(Integer.parseInt(property("server.tomcat.max-keep-alive-requests")));
	}

	/** There is no Envoy here, so at least a YAML parser reads it. */
	@Test
	void envoysConfigurationIsYamlWithoutDuplicateKeys() {
		assertThat(KubernetesObjects.tree(DEPLOY.resolve("envoy/envoy.yaml"))).containsOnlyKeys("static_resources");
	}

	private static Duration duration(String file, String name) throws IOException {
		return DurationStyle.detectAndParse(value(file, name));
	}

	/** The value after the first line that begins with the name. */
	private static String value(String file, String name) throws IOException {
		Matcher matcher = Pattern.compile("^ +" + Pattern.quote(name) + " (\\w+)", Pattern.MULTILINE)
			.matcher(Files.readString(DEPLOY.resolve(file)));
		assertThat(matcher.find()).as("%s in %s", name, file).isTrue();
		return matcher.group(1);
	}

	private static String property(String name) throws IOException {
		Properties properties = new Properties();
		try (Reader reader = Files.newBufferedReader(Path.of("src/main/resources/application.properties"))) {
			properties.load(reader);
		}
		return properties.getProperty(name);
	}

}
