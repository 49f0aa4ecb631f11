package dev.headway.model;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about the pool.
 *
 * @param size the number of workers that slow requests may hold; 1 or more
 * @param express the number of workers beyond, which stay free for quick requests; 0 or
 * more, and with 0 everybody waits for everybody
 */
@ConfigurationProperties("headway.pool")
record PoolProperties(@DefaultValue("4") int size, @DefaultValue("1") int express) {

	PoolProperties {
		if (size < 1) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.size", size, "must be 1 or more");
		}
		if (express < 0) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.express", express, "must be 0 or more");
		}
	}

}
