package dev.headway.site.start;

import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.springframework.aot.AotDetector;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.SpringProperties;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;

/**
 * Has the packaged server start from the bean definitions that Spring's ahead-of-time
 * processing has made at the build, if they are what the present configuration would come
 * to. That saves a third of the time.
 * <p>
 * Which beans there are follows from the class path and from properties. The class path
 * of a packaged server is fixed. The properties that have a say are those of Spring Boot
 * itself; whoever sets one that the build didn't know, such as
 * {@code management.server.port}, gets the beans worked out at start, as anywhere else.
 */
public final class BuiltBeans implements ApplicationListener<ApplicationEnvironmentPreparedEvent> {

	/** Names of properties that beans are conditional on begin with one of these. */
	private static final List<String> DECISIVE = List.of("spring.", "management.", "server.forward", "debug", "trace");

	/** How long shutdown may take decides nothing about which beans there are. */
	private static final String HARMLESS = "spring.lifecycle.";

	/** What the build knew, and what Spring Boot adds to each environment. */
	private static final List<String> KNOWN = List.of("class path resource [application.properties]",
			"applicationInfo");

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		if (isPackaged() && !decidesBeans(event.getEnvironment())) {
			SpringProperties.setFlag(AotDetector.AOT_ENABLED);
		}
	}

	/** In a directory of classes there may be definitions left from an earlier build. */
	private static boolean isPackaged() {
		CodeSource source = BuiltBeans.class.getProtectionDomain().getCodeSource();
		URL location = (source != null) ? source.getLocation() : null;
		return location != null && !(location.getProtocol().equals("file") && location.getPath().endsWith("/"));
	}

	/**
	 * Whether anything is set that could add a bean to those of the build, or take one.
	 */
	static boolean decidesBeans(ConfigurableEnvironment environment) {
		return environment.getPropertySources()
			.stream()
			.filter((source) -> KNOWN.stream().noneMatch(source.getName()::contains))
			.flatMap(BuiltBeans::names)
			.filter((name) -> !name.startsWith(HARMLESS))
			.anyMatch((name) -> DECISIVE.stream().anyMatch(name::startsWith));
	}

	/** As they are written in a file, so {@code spring.a} for {@code SPRING_A}. */
	private static Stream<String> names(PropertySource<?> source) {
		return (source instanceof EnumerablePropertySource<?> known)
				? Arrays.stream(known.getPropertyNames()).map((name) -> name.toLowerCase(Locale.ROOT).replace('_', '.'))
				: Stream.empty();
	}

}
