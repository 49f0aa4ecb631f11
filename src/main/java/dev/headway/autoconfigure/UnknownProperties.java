package dev.headway.autoconfigure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Warns at start of unknown {@code headway.*} properties, and suggests known ones.
 * Without the warning they would have no effect silently.
 * <p>
 * An environment variable is reported only if it looks like a typing error. Kubernetes
 * sets {@code HEADWAY_SERVICE_HOST} and others for a service with the name
 * {@code headway}.
 */
final class UnknownProperties implements ApplicationListener<ApplicationStartedEvent> {

	private static final Log logger = LogFactory.getLog(UnknownProperties.class);

	private static final String PREFIX = "headway";

	/**
	 * How many letters may be wrong in a variable's name that counts as a typing error.
	 */
	private static final int SLIP = 2;

	@Override
	public void onApplicationEvent(ApplicationStartedEvent event) {
		warn(event.getApplicationContext().getEnvironment());
	}

	static void warn(ConfigurableEnvironment environment) {
		Set<String> properties = names(environment, false);
		Set<String> variables = names(environment, true);
		if (properties.isEmpty() && variables.isEmpty()) {
			return;
		}
		Set<String> known = ours(PropertyMetadata.read().names());
		if (known.isEmpty()) {
			return;
		}
		known.addAll(ours(WorkingValues.added()));
		unknown(properties, known).forEach((name) -> warn(name, closest(name, known)));
		unknown(variables, known).forEach((name) -> {
			String closest = closest(name, known);
			if (distance(letters(name), letters(closest)) <= SLIP) {
				warn(name, closest);
			}
		});
	}

	private static void warn(String name, String closest) {
		logger.warn("The property %s is not known and has no effect. Is %s meant?".formatted(name, closest));
	}

	private static Set<String> names(ConfigurableEnvironment environment, boolean variables) {
		Set<String> names = new TreeSet<>();
		for (PropertySource<?> source : environment.getPropertySources()) {
			if (source instanceof EnumerablePropertySource<?> known
					&& source instanceof SystemEnvironmentPropertySource == variables) {
				Arrays.stream(known.getPropertyNames()).filter(UnknownProperties::isOurs).forEach(names::add);
			}
		}
		return names;
	}

	private static Set<String> ours(Set<String> names) {
		return names.stream().filter(UnknownProperties::isOurs).collect(Collectors.toCollection(TreeSet::new));
	}

	private static boolean isOurs(String name) {
		return name.length() > PREFIX.length() && name.regionMatches(true, 0, PREFIX, 0, PREFIX.length())
				&& !Character.isLetterOrDigit(name.charAt(PREFIX.length()));
	}

	private static Stream<String> unknown(Set<String> names, Set<String> known) {
		Set<String> letters = known.stream().map(UnknownProperties::letters).collect(Collectors.toSet());
		return names.stream().filter((name) -> !letters.contains(letters(name)));
	}

	/**
	 * The name's letters and digits alone, so that spellings compare equal; an index of a
	 * list is left out.
	 */
	private static String letters(String name) {
		return name.toLowerCase(Locale.ROOT).replaceAll("\\[.*", "").replaceAll("[^a-z0-9]", "");
	}

	/**
	 * The most similar name; one with the same last part first, as users forget whole
	 * parts.
	 */
	private static String closest(String name, Set<String> known) {
		String last = name.substring(name.lastIndexOf('.') + 1);
		return known.stream()
			.min(Comparator.comparing((String other) -> !other.endsWith("." + last))
				.thenComparingInt((other) -> distance(letters(name), letters(other))))
			.orElseThrow();
	}

	/** How many letters have to be added, left out or replaced (Levenshtein). */
	private static int distance(String one, String other) {
		int[] row = IntStream.rangeClosed(0, other.length()).toArray();
		for (int i = 1; i <= one.length(); i++) {
			int diagonal = row[0];
			row[0] = i;
			for (int j = 1; j <= other.length(); j++) {
				int replaced = diagonal + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
				diagonal = row[j];
				row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
			}
		}
		return row[other.length()];
	}

}
