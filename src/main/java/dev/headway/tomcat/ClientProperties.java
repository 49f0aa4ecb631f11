package dev.headway.tomcat;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about clients that take their time.
 *
 * @param headTimeout how long the head of a request may take to arrive as a whole; more
 * than 0
 * @param writeTimeout how long an answer may be stuck because the client doesn't read;
 * more than 0
 */
@ConfigurationProperties("headway.client")
record ClientProperties(@DefaultValue("10s") Duration headTimeout, @DefaultValue("1s") Duration writeTimeout) {

	ClientProperties {
		check("headway.client.head-timeout", headTimeout);
		check("headway.client.write-timeout", writeTimeout);
	}

	private static void check(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, value, "must be more than 0");
		}
	}

}
