package dev.headway.autoconfigure;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

import dev.headway.actuate.WorkerMetrics;
import dev.headway.actuate.WorkersEndpoint;
import dev.headway.actuate.WorkersHealthIndicator;
import dev.headway.admission.Admission;
import dev.headway.tomcat.BodyInterest;
import dev.headway.tomcat.ConnectionLimit;
import dev.headway.tomcat.Drain;
import dev.headway.tomcat.PoolConnector;
import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;
import dev.headway.worker.ThreadPool;
import dev.headway.worker.WorkerPool;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.apache.coyote.http11.Http11NioProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.context.LifecycleAutoConfiguration;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/** The beans that an application gets, and the conditions under which it doesn't. */
@ExtendWith(OutputCaptureExtension.class)
class AutoConfigurationTests {

	private static final List<Class<?>> OURS = List.of(BackOffAutoConfiguration.class, PoolAutoConfiguration.class,
			AdmissionAutoConfiguration.class, ConnectorAutoConfiguration.class, EndpointAutoConfiguration.class,
			HealthAutoConfiguration.class, MetricsAutoConfiguration.class, PropertiesAutoConfiguration.class);

	private final WebApplicationContextRunner application = new WebApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(LifecycleAutoConfiguration.class, TomcatServletWebServerAutoConfiguration.class,
						DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class))
		.withConfiguration(AutoConfigurations.of(OURS.toArray(Class<?>[]::new)))
		.withPropertyValues("management.endpoints.web.exposure.include=workers");

	@Test
	void allOfThemAreImported() throws Exception {
		try (var in = getClass().getClassLoader()
			.getResourceAsStream("META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports")) {
			assertThat(new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).lines())
				.containsExactlyInAnyOrderElementsOf(OURS.stream().map(Class::getName).toList());
		}
	}

	@Test
	void applicationGetsItAll() {
		this.application.run((context) -> assertThat(context).hasSingleBean(WorkerPool.class)
			.hasSingleBean(Admission.class)
			.hasSingleBean(PoolConnector.class)
			.hasSingleBean(Drain.class)
			.hasSingleBean(WorkersEndpoint.class)
			.hasSingleBean(WorkersHealthIndicator.class)
			.hasSingleBean(WorkerMetrics.class));
	}

	@Test
	void beansHaveNamesThatAreNobodyElses() {
		this.application.run((context) -> assertThat(List.of(context.getBeanDefinitionNames())
			.stream()
			.filter((name) -> context.getType(name) != null && context.getType(name).getName().startsWith("dev.headway")
					&& !context.getType(name).getName().contains("AutoConfiguration"))
			.filter((name) -> !name.startsWith("headway.") && !name.startsWith("dev.headway."))
			.filter((name) -> !name.startsWith("headway"))).containsExactly("workersHealthIndicator"));
	}

	@Test
	void workersHaveNoThreadsBeforeThereIsAServer() {
		Set<Thread> others = Thread.getAllStackTraces().keySet();
		this.application.run((context) -> assertThat(Thread.getAllStackTraces().keySet())
			.filteredOn((thread) -> !others.contains(thread))
			.noneMatch((thread) -> thread.getName().startsWith("worker-")));
	}

	@Test
	void switchedOffThereIsNothing(CapturedOutput output) {
		this.application.withPropertyValues("headway.enabled=false").run((context) -> {
			assertThat(List.of(context.getBeanDefinitionNames()))
				.noneMatch((name) -> name.toLowerCase(Locale.ROOT).contains("headway"));
			assertThat(output).doesNotContain("Headway");
		});
	}

	@ParameterizedTest
	@CsvSource({ "200, 150, 50, 150", "20, 15, 5, 15", "5, 4, 1, 4", "4, 3, 1, 3", "1, 1, 1, 1" })
	void poolIsAsLargeAsTomcats(int threads, int size, int express, int spares) {
		this.application.withPropertyValues("server.tomcat.threads.max=" + threads).run((context) -> {
			PoolSettings settings = context.getBean(PoolSettings.class);
			assertThat(settings.size()).isEqualTo(size);
			assertThat(settings.express()).isEqualTo(express);
			assertThat(settings.spares().limit()).isEqualTo(spares);
		});
	}

	@Test
	void whatIsSetCountsAndTheRestFollows() {
		this.application.withPropertyValues("server.tomcat.threads.max=20", "headway.pool.size=4").run((context) -> {
			PoolSettings settings = context.getBean(PoolSettings.class);
			assertThat(settings.size()).isEqualTo(4);
			assertThat(settings.express()).isEqualTo(16);
			assertThat(settings.spares().limit()).isEqualTo(4);
		});
	}

	@Test
	void fewConnectionsCutDefaultsAndRefuseWhatIsSet() {
		this.application.withPropertyValues("server.tomcat.max-connections=8")
			.run((context) -> assertThat(context.getBean(PoolSettings.class).size()).isEqualTo(8));
		this.application.withPropertyValues("server.tomcat.max-connections=8", "headway.pool.size=9")
			.run((context) -> assertThat(context).getFailure().rootCause().hasMessageContaining("headway.pool.size"));
	}

	@Test
	void allowsAPoolOfTheApplication() {
		try (ThreadPool own = new ThreadPool(2)) {
			this.application
				.withBean("own", WorkerPool.class, () -> own, (definition) -> definition.setDestroyMethodName(""))
				.run((context) -> assertThat(context).hasSingleBean(WorkerPool.class).hasBean("own"));
		}
	}

	@Test
	void allowsDefaultsALimitAndAnInterestOfTheApplication() {
		this.application.withBean(PoolDefaults.class, () -> new PoolDefaults(3, (size) -> 2, (size) -> 0))
			.withBean(ConnectionLimit.class, () -> new ConnectionLimit(100))
			.withBean(BodyInterest.class, () -> (method, path) -> false)
			.run((context) -> assertThat(context.getBean(PoolSettings.class))
				.isEqualTo(new PoolSettings(3, 2, new Spares(0, Duration.ofMillis(50)), 200)));
	}

	@Test
	void backsOffWithoutTomcat(CapturedOutput output) {
		this.application.withClassLoader(new FilteredClassLoader(Http11NioProtocol.class))
			.run((context) -> assertThat(context).doesNotHaveBean(WorkerPool.class));
		assertThat(output).doesNotContain("Exception");
	}

	@Test
	void doesWithoutMicrometer() {
		this.application.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(WorkerPool.class).doesNotHaveBean(WorkerMetrics.class));
	}

	@Test
	void doesWithoutActuator() {
		this.application
			.withClassLoader(new FilteredClassLoader(WebEndpoint.class, HealthIndicator.class, MeterRegistry.class))
			.run((context) -> assertThat(context).hasSingleBean(WorkerPool.class)
				.hasSingleBean(PoolConnector.class)
				.doesNotHaveBean(WorkersEndpoint.class)
				.doesNotHaveBean(WorkersHealthIndicator.class));
	}

	@ParameterizedTest
	@ValueSource(strings = { "headway.metrics.enabled=false", "management.health.workers.enabled=false",
			"management.endpoints.web.exposure.include=health" })
	void partsCanBeSwitchedOff(String property) {
		Class<?> part = switch (property.split("\\.")[1]) {
			case "metrics" -> MeterBinder.class;
			case "health" -> WorkersHealthIndicator.class;
			default -> WorkersEndpoint.class;
		};
		this.application.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(WorkerPool.class).doesNotHaveBean(part));
	}

	@Test
	void applicationsThatAreNotOfSpringMvcAreLeftAlone() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(OURS.toArray(Class<?>[]::new)))
			.run(AutoConfigurationTests::assertLeftAlone);
		new ReactiveWebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(OURS.toArray(Class<?>[]::new)))
			.run(AutoConfigurationTests::assertLeftAlone);
	}

	private static void assertLeftAlone(ConfigurableApplicationContext context) {
		assertThat(context.getBeanNamesForType(WorkerPool.class)).isEmpty();
		assertThat(context.containsBean("headwayBackOff")).isTrue();
	}

}
