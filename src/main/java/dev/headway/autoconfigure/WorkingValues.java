package dev.headway.autoconfigure;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

import org.springframework.core.io.support.PropertiesLoaderUtils;

/** A working value for each property that may have a wrong one. */
final class WorkingValues {

	/**
	 * An application adds values for its own {@code headway.*} properties and for those
	 * of others in a file with this name.
	 */
	private static final String OTHERS = "META-INF/headway-working-values.properties";

	private static final String OURS = "headway.";

	/** Values for properties whose default depends on the application. */
	private static final Map<String, String> WITHOUT_DEFAULT = Map.of(PoolProperties.SIZE, "4", PoolProperties.EXPRESS,
			"1", PoolProperties.SPARES, "16");

	private static final Properties KNOWN_OTHERS = others();

	private WorkingValues() {
	}

	private static Properties others() {
		try {
			return PropertiesLoaderUtils.loadAllProperties(OTHERS, WorkingValues.class.getClassLoader());
		}
		catch (IOException ex) {
			// the messages then have no example
			return new Properties();
		}
	}

	/** Whether this class has, or may have, a working value for the property. */
	static boolean areKnownFor(String name) {
		return name.startsWith(OURS) || KNOWN_OTHERS.containsKey(name);
	}

	/** The properties for which an application has added a value. */
	static Set<String> added() {
		return KNOWN_OTHERS.stringPropertyNames();
	}

	/** A value that works, if one is known. */
	static Optional<String> of(String name) {
		return Optional.ofNullable(KNOWN_OTHERS.getProperty(name, WITHOUT_DEFAULT.get(name)))
			.or(() -> PropertyMetadata.read().defaultOf(name));
	}

	/**
	 * The message's sentence that says what to do, without a period if it ends with a
	 * value.
	 */
	static String remedy(String name) {
		return of(name).map((works) -> "Set it to a value that works, for example %s=%s".formatted(name, works))
			.orElse("Set it to a value that works.");
	}

}
