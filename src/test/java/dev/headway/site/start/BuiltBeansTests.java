package dev.headway.site.start;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

class BuiltBeansTests {

	@ParameterizedTest
	@ValueSource(strings = { "server.port", "server.address", "server.tomcat.max-connections", "headway.pool.size",
			"headway.model", "spring.lifecycle.timeout-per-shutdown-phase", "logging.level.root", "java.home" })
	void areUsedWithWhatIsReadAtStart(String name) {
		assertThat(decides(name)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "management.server.port", "management.endpoints.web.exposure.include",
			"spring.profiles.active", "spring.threads.virtual.enabled", "server.forward-headers-strategy", "debug" })
	void areNotUsedIfAPropertyMayAddOrTakeBeans(String name) {
		assertThat(decides(name)).isTrue();
	}

	@Test
	void environmentVariableCountsLikeTheProperty() {
		assertThat(decides(new SystemEnvironmentPropertySource("systemEnvironment",
				Map.of("SERVER_PORT", "1", "HEADWAY_POOL_SIZE", "1"))))
			.isFalse();
		assertThat(decides(
				new SystemEnvironmentPropertySource("systemEnvironment", Map.of("MANAGEMENT_SERVER_PORT", "1"))))
			.isTrue();
	}

	@Test
	void whatTheBuildKnewDoesNotCount() {
		String packaged = "Config resource 'class path resource [application.properties]' via location 'optional:classpath:/'";
		assertThat(decides(new MapPropertySource(packaged, Map.of("spring.main.banner-mode", "off")))).isFalse();
		String besideTheJar = "Config resource 'file [application.properties]' via location 'optional:file:./'";
		assertThat(decides(new MapPropertySource(besideTheJar, Map.of("spring.main.banner-mode", "off")))).isTrue();
	}

	private static boolean decides(String name) {
		return decides(new MapPropertySource("commandLineArgs", Map.of(name, "1")));
	}

	private static boolean decides(PropertySource<?> source) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((other) -> environment.getPropertySources().remove(other.getName()));
		environment.getPropertySources().addFirst(source);
		return BuiltBeans.decidesBeans(environment);
	}

}
