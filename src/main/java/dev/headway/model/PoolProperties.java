package dev.headway.model;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about the pool.
 *
 * @param size the number of workers; 1 or more
 */
@ConfigurationProperties("headway.pool")
record PoolProperties(@DefaultValue("4") int size) {

	PoolProperties {
		if (size < 1) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.size", size, "must be 1 or more");
		}
	}

}
