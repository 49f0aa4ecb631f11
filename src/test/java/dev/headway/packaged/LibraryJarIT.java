package dev.headway.packaged;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The library's jar, for other applications, has nothing of the site. */
class LibraryJarIT {

	private static final Path LIBRARY = Path.of(System.getProperty("headway.library"));

	@Test
	void hasNothingOfTheSite() throws IOException {
		assertThat(entries()).noneMatch((name) -> name.startsWith("dev/headway/site"))
			.noneMatch((name) -> name.startsWith("static/") || name.startsWith("org/"))
			.noneMatch((name) -> name.contains("__") || name.startsWith("META-INF/native-image"))
			.doesNotContain("application.properties", "META-INF/headway-working-values.properties");
	}

	@Test
	void describesNoPropertyOfTheSite() throws IOException {
		try (JarFile jar = new JarFile(LIBRARY.toFile())) {
			String metadata = new String(
					jar.getInputStream(new ZipEntry("META-INF/spring-configuration-metadata.json")).readAllBytes(),
					StandardCharsets.UTF_8);
			assertThat(metadata).contains("headway.pool.size").doesNotContain("dev.headway.site");
		}
	}

	@Test
	void hasWhatApplicationsAndTheirIdesNeed() throws IOException {
		assertThat(entries()).contains("META-INF/LICENSE", "META-INF/spring-configuration-metadata.json",
				"META-INF/spring.factories", "META-INF/spring/aot.factories",
				"META-INF/spring/org.springframework.boot.autoconfigure.AutoConfiguration.imports", "board/board.html",
				"dev/headway/admission/Pace.class", "dev/headway/tomcat/RefusalHandler.class");
	}

	@Test
	void namesNoClassThatIsMissing() throws Exception {
		try (JarFile jar = new JarFile(LIBRARY.toFile())) {
			Properties factories = new Properties();
			factories.load(jar.getInputStream(new ZipEntry("META-INF/spring.factories")));
			factories.load(jar.getInputStream(new ZipEntry("META-INF/spring/aot.factories")));
			assertThat(factories.values()).hasSize(3);
			for (Object names : factories.values()) {
				for (String name : names.toString().split(",")) {
					assertThat(jar.getEntry(name.replace('.', '/') + ".class")).as(name).isNotNull();
				}
			}
		}
	}

	private static List<String> entries() throws IOException {
		try (JarFile jar = new JarFile(LIBRARY.toFile())) {
			return jar.stream().map(ZipEntry::getName).toList();
		}
	}

}
