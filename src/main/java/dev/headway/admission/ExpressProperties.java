package dev.headway.admission;

import java.time.Duration;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;

/**
 * What can be set about the way past slow requests.
 *
 * @param quickUnder a handler is quick while its requests hold a worker for less than
 * this, on average; more than 0
 */
@ConfigurationProperties("headway.express")
record ExpressProperties(@DefaultValue("50ms") Duration quickUnder) {

	ExpressProperties {
		if (quickUnder.isZero() || quickUnder.isNegative()) {
			throw new InvalidConfigurationPropertyValueException("headway.express.quick-under", quickUnder,
					"must be more than 0");
		}
	}

}
