package dev.headway.site;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the pages.
 *
 * @param sleep how long GET /sleep takes; 0 or more
 */
@ConfigurationProperties("headway")
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
