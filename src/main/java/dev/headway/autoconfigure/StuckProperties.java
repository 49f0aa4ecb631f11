package dev.headway.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * The properties of the detection of stuck workers.
 *
 * @param stuckAfter how long a request may hold a worker before the worker is reported as
 * stuck; more than 0
 * @param stuckFailsReadiness whether readiness fails when all workers are stuck
 */
@ConfigurationProperties("headway")
record StuckProperties(@DefaultValue("60s") Duration stuckAfter, @DefaultValue("false") boolean stuckFailsReadiness) {

	StuckProperties {
		if (stuckAfter.isZero() || stuckAfter.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("headway.stuck-after", stuckAfter,
					"must be more than 0");
		}
	}

}
