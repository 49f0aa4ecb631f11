package dev.headway.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the shutdown.
 *
 * @param delay how long the server still accepts new connections after readiness has
 * begun to refuse, so that a load balancer that notices late loses no request; part of
 * spring.lifecycle.timeout-per-shutdown-phase; 0 or more
 */
@ConfigurationProperties("headway.drain")
record DrainProperties(@DefaultValue("0s") Duration delay) {

	private static final String DELAY = "headway.drain.delay";

	DrainProperties {
		if (delay.isNegative()) {
			throw new InvalidConfigurationPropertyValueException(DELAY, delay, "must be 0 or more");
		}
	}

	/**
	 * Returns the delay, or ends the start if it leaves too little time for the drain.
	 * @param shutdown how long the shutdown may take as a whole
	 */
	Duration delayWithin(Duration shutdown) {
		if (this.delay.compareTo(shutdown.dividedBy(2)) > 0) {
			throw new InvalidConfigurationPropertyValueException(DELAY, this.delay,
					"must be at most half of spring.lifecycle.timeout-per-shutdown-phase, %d ms: the rest is for requests"
						.formatted(shutdown.toMillis()));
		}
		return this.delay;
	}

}
