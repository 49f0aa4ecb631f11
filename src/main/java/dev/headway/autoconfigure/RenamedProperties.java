package dev.headway.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import org.apache.commons.logging.Log;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.boot.context.properties.bind.BindResult;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Accepts the old names of renamed properties for one version. A value under the new name
 * overrides one under the old name.
 */
final class RenamedProperties implements EnvironmentPostProcessor, Ordered {

	/** New names by old ones. */
	private static final Map<String, String> RENAMED = Map.of("headway.express.quick-under",
			"headway.admission.quick-under");

	private final Log logger;

	RenamedProperties(DeferredLogFactory logFactory) {
		this.logger = logFactory.getLog(RenamedProperties.class);
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		Binder binder = Binder.get(environment);
		Map<String, Object> values = new HashMap<>();
		RENAMED.forEach((oldName, newName) -> {
			BindResult<String> value = binder.bind(oldName, String.class);
			value.ifBound((set) -> {
				values.put(newName, set);
				this.logger
					.warn("%s is called %s now; the old name works for one more version".formatted(oldName, newName));
			});
		});
		if (!values.isEmpty()) {
			environment.getPropertySources().addLast(new MapPropertySource("renamed properties", values));
		}
	}

	/** After the configuration files were read. */
	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER + 1;
	}

}
