package dev.headway.foreign;

import java.io.IOException;
import java.net.URI;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import com.example.plain.PlainApplication;
import com.example.plain.WarApplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The applications in which Headway works, and those in which it backs off and logs why.
 */
@Timeout(120)
class CompatibleApplicationsIT {

	private static final List<String> OTHER_SERVERS = ForeignServer.withoutExtras("jetty", "webflux", "reactor",
			"netty", "spring-security", "spring-boot-security", "starter-security");

	private static final List<String> NO_ACTUATOR = ForeignServer.withoutExtras("actuator", "micrometer-core",
			"micrometer-registry", "micrometer-jakarta", "spring-boot-micrometer", "spring-boot-health", "prometheus",
			"jetty", "webflux", "reactor", "netty", "spring-security", "spring-boot-security", "starter-security");

	private static final List<String> NO_TOMCAT = ForeignServer.withoutExtras("tomcat", "webflux", "reactor", "netty",
			"spring-security", "spring-boot-security", "starter-security");

	private static final List<String> WEBFLUX = ForeignServer.withoutExtras("jetty", "webmvc", "spring-security",
			"spring-boot-security", "starter-security");

	private static final String BACKS_OFF = "Headway leaves this application as it is: ";

	@Test
	void smallestApplicationHasNoActuator() throws IOException {
		try (ForeignServer server = start(NO_ACTUATOR)) {
			assertThat(thread(server)).startsWith("worker-");
			assertThat(server.log()).doesNotContain("WARN", "ERROR", "Headway");
		}
	}

	@Test
	void switchedOffItIsStock() throws IOException {
		try (ForeignServer server = start(OTHER_SERVERS, "--headway.enabled=false")) {
			assertThat(thread(server)).startsWith("http-nio-");
			assertThat(server.log()).doesNotContain("Headway");
		}
	}

	@Test
	void onJettyNothingChanges() throws IOException {
		try (ForeignServer server = start(NO_TOMCAT)) {
			assertThat(thread(server)).startsWith("qtp");
			assertThat(server.log()).containsOnlyOnce(BACKS_OFF + "its server isn't Tomcat");
		}
	}

	@Test
	void inWebFluxNothingChanges() throws IOException {
		try (ForeignServer server = start(WEBFLUX)) {
			assertThat(thread(server)).startsWith("http-nio-");
			assertThat(server.log()).containsOnlyOnce(BACKS_OFF + "it isn't a Spring MVC application");
		}
	}

	@Test
	void withoutAServerNothingChanges() throws Exception {
		String log = ForeignServer.run(PlainApplication.class, Deployment.HEADWAY, OTHER_SERVERS,
				"--spring.main.web-application-type=none");
		assertThat(log).contains("Started PlainApplication")
			.containsOnlyOnce(BACKS_OFF + "it isn't a Spring MVC application")
			.doesNotContain("ERROR");
	}

	@Test
	void failedStartEndsTheProcess() throws Exception {
		String log = ForeignServer.run(PlainApplication.class, Deployment.HEADWAY, OTHER_SERVERS, "--own.failure=true");
		assertThat(log).contains("Tomcat initialized", "on purpose").doesNotContain("Tomcat started");
	}

	@Test
	void inAForeignTomcatNothingChanges() throws IOException {
		try (ForeignServer server = ForeignServer.start(WarApplication.class, Deployment.HEADWAY, OTHER_SERVERS)) {
			assertThat(thread(server)).startsWith("http-nio-");
			assertThat(server.log())
				.containsOnlyOnce(BACKS_OFF + "its threads are those of the container that it is deployed in");
		}
	}

	@Test
	void executorOfTheApplicationStays() throws IOException {
		try (ForeignServer server = start(OTHER_SERVERS, "--own.executor=true")) {
			assertThat(thread(server)).isEqualTo("own");
			assertThat(server.log())
				.containsOnlyOnce("Headway leaves Tomcat as it is: the application has chosen the executor ");
		}
	}

	@Test
	void protocolOfTheApplicationStays() throws IOException {
		try (ForeignServer server = start(OTHER_SERVERS, "--own.protocol=true")) {
			assertThat(thread(server)).startsWith("http-nio2-");
			assertThat(server.log())
				.containsOnlyOnce("Headway leaves Tomcat as it is: the application has chosen the protocol ");
		}
	}

	@Test
	@EnabledForJreRange(min = JRE.JAVA_21)
	void virtualThreadsStay() throws IOException {
		try (ForeignServer server = start(OTHER_SERVERS, "--spring.threads.virtual.enabled=true")) {
			assertThat(thread(server)).startsWith("tomcat-handler-");
			assertThat(server.log()).doesNotContain("WARN", "ERROR");
		}
	}

	@Test
	void actuatorOnAPortOfItsOwnHasThreadsOfItsOwn() throws IOException {
		try (ForeignServer server = start(OTHER_SERVERS, "--management.server.port=0",
				"--management.endpoints.web.exposure.include=workers,health")) {
			assertThat(thread(server)).startsWith("worker-");
			URI management = server.secondAddress();
			assertThat(get(management.resolve("actuator/workers"))).contains("\"threads\":\"4 workers and 1 express\"");
		}
	}

	@Test
	void withDevToolsItIsThereAgainAfterARestart(@TempDir Path watched) throws IOException {
		List<String> without = OTHER_SERVERS.stream().filter((name) -> !name.equals("devtools")).toList();
		try (ForeignServer server = start(without, "--spring.devtools.livereload.enabled=false",
				"--spring.devtools.restart.additional-paths=" + watched,
				"--spring.devtools.restart.poll-interval=200ms", "--spring.devtools.restart.quiet-period=100ms")) {
			assertThat(thread(server)).startsWith("worker-");
			Files.createFile(watched.resolve("changed"));
			assertThat(get(server.secondAddress().resolve("thread"))).startsWith("worker-");
			assertThat(server.log()).contains("[  restartedMain]").doesNotContain("WARN", "ERROR");
		}
	}

	private static ForeignServer start(List<String> without, String... arguments) {
		return ForeignServer.start(PlainApplication.class, Deployment.HEADWAY, without, arguments);
	}

	private static String thread(ForeignServer server) throws IOException {
		return get(server.address().resolve("thread"));
	}

	private static String get(URI address) throws IOException {
		URLConnection connection = address.toURL().openConnection();
		// JDK 17 would prefer HTML
		connection.setRequestProperty("Accept", "*/*");
		try (var in = connection.getInputStream()) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
	}

}
