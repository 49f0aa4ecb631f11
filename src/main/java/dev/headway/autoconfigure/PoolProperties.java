package dev.headway.autoconfigure;

import java.time.Duration;

import dev.headway.worker.PoolSettings;
import dev.headway.worker.Spares;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the pool.
 *
 * @param size the number of workers that slow requests may hold; 1 or more. By default
 * three quarters of server.tomcat.threads.max
 * @param express the number of workers beyond size, which stay free for quick requests; 0
 * or more, and with 0 quick requests wait behind slow ones. By default the rest of
 * server.tomcat.threads.max, but at least 1
 * @param spares the number of further workers that stand in while more than size workers
 * are stuck; 0 or more. By default as many as size
 * @param replaceAfter how long a worker is in the same job before it counts as stuck, and
 * a spare may stand in; between 1ms and 1h
 */
@ConfigurationProperties("headway.pool")
record PoolProperties(@Nullable Integer size, @Nullable Integer express, @Nullable Integer spares,
		@DefaultValue("50ms") Duration replaceAfter) {

	static final String SIZE = "headway.pool.size";

	static final String EXPRESS = "headway.pool.express";

	static final String SPARES = "headway.pool.spares";

	private static final Duration SHORTEST = Duration.ofMillis(1);

	private static final Duration LONGEST = Duration.ofHours(1);

	PoolProperties {
		check(SIZE, size, 1);
		check(EXPRESS, express, 0);
		check(SPARES, spares, 0);
		if (replaceAfter.compareTo(SHORTEST) < 0 || replaceAfter.compareTo(LONGEST) > 0) {
			throw new InvalidConfigurationPropertyValueException("headway.pool.replace-after", replaceAfter,
					"must be between 1ms and 1h, for example 50ms");
		}
	}

	private static void check(String property, @Nullable Integer value, int least) {
		if (value != null && value < least) {
			throw new InvalidConfigurationPropertyValueException(property, value,
					"must be %d or more".formatted(least));
		}
	}

	/**
	 * Makes the settings.
	 * @param most how many workers can ever have work; a configured number beyond it is
	 * refused, and a default is reduced to it
	 */
	PoolSettings settings(PoolDefaults defaults, int most, int queueCapacity) {
		int sizeOrDefault = value(SIZE, this.size, defaults.size(), most);
		return new PoolSettings(sizeOrDefault,
				value(EXPRESS, this.express, defaults.express().applyAsInt(sizeOrDefault), most),
				new Spares(value(SPARES, this.spares, defaults.spares().applyAsInt(sizeOrDefault), most),
						this.replaceAfter),
				queueCapacity);
	}

	private static int value(String property, @Nullable Integer set, int byDefault, int most) {
		if (set != null && set > most) {
			throw new InvalidConfigurationPropertyValueException(property, set,
					"is more than server.tomcat.max-connections=" + most + ": there would never be work for all");
		}
		return (set != null) ? set : Math.min(byDefault, most);
	}

}
