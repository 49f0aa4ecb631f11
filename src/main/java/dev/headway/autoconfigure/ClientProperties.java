package dev.headway.autoconfigure;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of slow clients.
 *
 * @param headTimeout how long the head of a request may take to arrive as a whole; more
 * than 0
 * @param writeTimeout how long an answer may be stuck because the client doesn't read;
 * more than 0. By default only Tomcat's own limit applies, so that slow downloads aren't
 * cut off
 */
@ConfigurationProperties("headway.client")
record ClientProperties(@DefaultValue("10s") Duration headTimeout, @Nullable Duration writeTimeout) {

	ClientProperties {
		check("headway.client.head-timeout", headTimeout);
		if (writeTimeout != null) {
			check("headway.client.write-timeout", writeTimeout);
		}
	}

	private static void check(String property, Duration value) {
		if (value.isZero() || value.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(property, value, "must be more than 0");
		}
	}

}
