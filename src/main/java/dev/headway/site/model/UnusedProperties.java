package dev.headway.site.model;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import dev.headway.tomcat.ServerStartException;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Refuses properties that are set but unused by the model, because a user who sets them
 * expects an effect.
 */
final class UnusedProperties {

	private UnusedProperties() {
	}

	/**
	 * Checks the properties that are set.
	 * @throws ServerStartException if the model doesn't use one of them
	 */
	static void refuse(Model model, Environment environment) {
		Set<String> unused = new TreeSet<>();
		for (Model other : Model.values()) {
			unused.addAll(other.threading().properties());
		}
		unused.removeAll(model.threading().properties());
		for (String property : unused) {
			valueOf(property, environment).ifPresent((value) -> {
				throw new ServerStartException(
						"The property %s is set to '%s', but the model %s has no use for it.".formatted(property, value,
								model.label()),
						"Remove it, or choose a model that uses it: " + Arrays.stream(Model.values())
							.filter((other) -> other.threading().properties().contains(property))
							.map((other) -> "headway.model=" + other.label())
							.collect(Collectors.joining(" or ")));
			});
		}
	}

	private static Optional<String> valueOf(String property, Environment environment) {
		var bound = Binder.get(environment).bind(property, String.class);
		return bound.isBound() ? Optional.of(bound.get()) : Optional.empty();
	}

}
