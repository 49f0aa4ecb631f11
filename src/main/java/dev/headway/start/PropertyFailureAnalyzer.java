package dev.headway.start;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Turns a wrong {@code headway.*} property into two sentences: which property has which
 * value and what is wrong with it, and one value that works, its default.
 * <p>
 * Comes before Spring Boot's own analyzers, which name the property but no remedy.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class PropertyFailureAnalyzer implements FailureAnalyzer {

	private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("headway");

	@Override
	public @Nullable FailureAnalysis analyze(Throwable failure) {
		return find(InvalidConfigurationPropertyValueException.class, failure).map(this::analyze)
			.or(() -> find(BindException.class, failure).filter(this::isOurs).map(this::analyze))
			.orElse(null);
	}

	private FailureAnalysis analyze(InvalidConfigurationPropertyValueException failure) {
		return analysis(failure.getName(), failure.getValue(), Objects.requireNonNull(failure.getReason()), failure);
	}

	private boolean isOurs(BindException failure) {
		return PREFIX.isAncestorOf(failure.getName()) && failure.getProperty() != null;
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
		if (type == int.class || type == long.class) {
			return "a whole number";
		}
		if (type == boolean.class) {
			return "true or false";
		}
		return (type == Duration.class) ? "a length of time such as 500ms, 5s or 1m" : "a " + type.getSimpleName();
	}

	private static FailureAnalysis analysis(String name, @Nullable Object value, String reason, Throwable cause) {
		String remedy = PropertyDefaults.of(name)
			.map((works) -> "Set it to a value that works, for example %s=%s".formatted(name, works))
			.orElse("Set it to a value that works.");
		return new FailureAnalysis("The property %s has the value '%s', which %s.".formatted(name, value, reason),
				remedy, cause);
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
