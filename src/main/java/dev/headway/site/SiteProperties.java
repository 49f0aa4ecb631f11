package dev.headway.site;

import java.time.Duration;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the pages.
 * <p>
 * Like all properties of the site it has no {@code @ConfigurationProperties}, which would
 * add it to the metadata in the library's jar, where it has no effect.
 *
 * @param sleep how long GET /sleep takes; 0 or more
 */
public record SiteProperties(@DefaultValue("5s") Duration sleep) {

	/**
	 * Checks the values.
	 * @throws InvalidConfigurationPropertyValueException if one is out of its range
	 */
	public SiteProperties {
		if (sleep.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("headway.sleep", sleep, "must be 0 or more");
		}
	}

}
