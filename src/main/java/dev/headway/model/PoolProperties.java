package dev.headway.model;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about the pool.
 *
 * @param size the number of workers that slow requests may hold; 1 or more
 * @param express the number of workers beyond, which stay free for quick requests; 0 or
 * more, and with 0 everybody waits for everybody
 * @param spares the number of workers that stand in, while more than {@code size} workers
 * are stuck; 0 or more
 * @param replaceAfter how long a worker is in the same job before it counts as stuck, and
 * a spare may stand in; between 1ms and 1h
 */
@ConfigurationProperties("headway.pool")
record PoolProperties(@DefaultValue("4") int size, @DefaultValue("1") int express, @DefaultValue("16") int spares,
		@DefaultValue("50ms") Duration replaceAfter) {

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	PoolProperties {
		if (size < 1) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.size", size, "must be 1 or more");
		}
		if (express < 0) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.express", express, "must be 0 or more");
		}
		if (spares < 0) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.spares", spares, "must be 0 or more");
		}
		if (replaceAfter.compareTo(SHORTEST) < 0 || replaceAfter.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.replace-after", replaceAfter,
					"must be between 1ms and 1h, for example 50ms");
		}
	}

}
