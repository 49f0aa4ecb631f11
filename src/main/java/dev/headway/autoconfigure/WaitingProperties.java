package dev.headway.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the waiting room.
 *
 * @param capacity how many slow requests can wait for a slot, holding no worker; 0 or
 * more
 * @param timeout how long a request may wait, in the room or in the queue, before it is
 * refused; more than 0
 */
@ConfigurationProperties("headway.waiting")
record WaitingProperties(@DefaultValue("100") int capacity, @DefaultValue("30s") Duration timeout) {

	WaitingProperties {
		if (capacity < 0) {
			throw new InvalidConfigurationPropertyValueException("headway.waiting.capacity", capacity,
					"must be 0 or more");
		}
		if (timeout.isZero() || timeout.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("headway.waiting.timeout", timeout,
					"must be more than 0");
		}
	}

}
