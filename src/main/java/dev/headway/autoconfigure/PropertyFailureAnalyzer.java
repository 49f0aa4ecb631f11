package dev.headway.autoconfigure;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Describes a wrong {@code headway.*} property, or one of Spring Boot's in
 * {@link WorkingValues}, in two sentences: the property, its value and what is wrong with
 * it; and one value that works. All other failures are left to other analyzers.
 * <p>
 * It runs before Spring Boot's own analyzers, which name the property but no remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PropertyFailureAnalyzer implements FailureAnalyzer {

	/** Begins Spring Boot's message about a port that isn't a number. */
	private static final String NOT_CONVERTED = "Failed to convert";

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		return find(InvalidConfigurationPropertyValueException.class, failure)
			.filter((invalid) -> WorkingValues.areKnownFor(invalid.getName()))
			.map(this::analyze)
			.or(() -> find(BindException.class, failure).filter(this::isOurs).map(this::analyze))
			.orElse(null);
	}

	private FailureAnalysis analyze(InvalidConfigurationPropertyValueException failure) {
		String reason = Objects.requireNonNullElse(failure.getReason(), "is wrong");
		return analysis(failure.getName(), failure.getValue(),
				reason.startsWith(NOT_CONVERTED) ? "is not a whole number" : reason, failure);
	}

	private boolean isOurs(BindException failure) {
		return WorkingValues.areKnownFor(failure.getName().toString()) && failure.getProperty() != null;
	}

	private FailureAnalysis analyze(BindException failure) {
		Object value = Objects.requireNonNull(failure.getProperty()).getValue();
		Class<?> type = failure.getTarget().getType().resolve(Object.class);
		return analysis(failure.getName().toString(), value, "is not " + expected(type), failure);
	}

	private static String expected(Class<?> type) {
		if (type.isEnum()) {
			return "one of " + Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(java.util.Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", "));
		}
		if (type == int.class || type == Integer.class || type == long.class) {
			return "a whole number";
		}
		if (type == boolean.class) {
			return "true or false";
		}
		if (type == InetAddress.class) {
			return "an address or the name of a host";
		}
		return (type == Duration.class) ? "a length of time such as 500ms, 5s or 1m" : "a " + type.getSimpleName();
	}

	private static FailureAnalysis analysis(String name, @Nullable Object value, String reason, Throwable cause) {
		return new FailureAnalysis("The property %s has the value '%s', which %s.".formatted(name, value, reason),
				WorkingValues.remedy(name), cause);
	}

	private static <T extends Throwable> Optional<T> find(Class<T> type, Throwable failure) {
		for (@Nullable
		Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (type.isInstance(cause)) {
				return Optional.of(type.cast(cause));
			}
		}
		return Optional.empty();
	}

}
