package dev.headway.site.model;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the model with virtual threads.
 *
 * @param limit how many requests may have one at a time; 1 or more
 */
record VirtualThreadsProperties(@DefaultValue("1000") int limit) {

	VirtualThreadsProperties {
		if (limit < 1) {
			throw new InvalidConfigurationPropertyValueException(PropertyNames.VIRTUAL_THREADS, limit,
					"must be 1 or more");
		}
	}

}
