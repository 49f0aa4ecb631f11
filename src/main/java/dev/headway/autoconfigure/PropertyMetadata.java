package dev.headway.autoconfigure;

import java.io.IOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

import org.springframework.boot.json.JsonParserFactory;
import org.springframework.core.io.UrlResource;

/**
 * The known properties and their defaults, from the metadata that builds generate for
 * IDEs. A default is a value that works. Reading takes some milliseconds.
 */
final class PropertyMetadata {

	private static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** By name; the default is empty if there is none. */
	private final Map<String, Optional<String>> defaults = new LinkedHashMap<>();

	private PropertyMetadata() {
	}

	/** Reads all metadata on the class path. */
	static PropertyMetadata read() {
		PropertyMetadata metadata = new PropertyMetadata();
		try {
			for (URL file : resources()) {
				metadata.add(new UrlResource(file).getContentAsString(StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			// the messages then have no example
		}
		return metadata;
	}

	/** Empty in an IDE that doesn't run annotation processors. */
	private static List<URL> resources() throws IOException {
		return new ArrayList<>(Collections.list(PropertyMetadata.class.getClassLoader().getResources(METADATA)));
	}

	private void add(String json) {
		List<?> properties = (List<?>) Objects
			.requireNonNull(JsonParserFactory.getJsonParser().parseMap(json).get("properties"));
		for (Object element : properties) {
			Map<?, ?> property = (Map<?, ?>) element;
			this.defaults.put((String) Objects.requireNonNull(property.get("name")),
					Optional.ofNullable(property.get("defaultValue")).map(Object::toString));
		}
	}

	/** The names of all properties. */
	Set<String> names() {
		return Collections.unmodifiableSet(this.defaults.keySet());
	}

	/** The property's default, or empty if it has none or isn't known. */
	Optional<String> defaultOf(String name) {
		return this.defaults.getOrDefault(name, Optional.empty());
	}

}
