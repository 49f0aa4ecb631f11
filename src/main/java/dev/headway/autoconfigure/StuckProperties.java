package dev.headway.autoconfigure;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about workers that get nowhere.
 *
 * @param stuckAfter how long a request may hold a worker before that one is called stuck;
 * more than 0
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
