package dev.headway.start;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.ClassPathResource;

/**
 * The defaults of this application's properties, as its metadata (which the build makes
 * for the sake of IDEs) has them: each is a value that works.
 */
final class PropertyDefaults {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	private PropertyDefaults() {
	}

	/** The property's default, or empty if it has none or isn't ours. */
	static Optional<String> of(String name) {
		try {
			String json = new ClassPathResource(METADATA, PropertyDefaults.class.getClassLoader())
				.getContentAsString(StandardCharsets.UTF_8);
			List<?> properties = (List<?>) Objects
				.requireNonNull(JsonParserFactory.getJsonParser().parseMap(json).get("properties"));
			return properties.stream()
				.map((property) -> (Map<?, ?>) property)
				.filter((property) -> name.equals(property.get("name")))
				.findFirst()
				.map((property) -> property.get("defaultValue"))
				.map(Object::toString);
		}
		catch (IOException ex) {
			// an IDE that doesn't run annotation processors; the message does without
			return Optional.empty();
		}
	}

}
