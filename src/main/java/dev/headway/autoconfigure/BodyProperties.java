package dev.headway.autoconfigure;

import java.time.Duration;

import dev.headway.tomcat.Bodies;
import dev.headway.tomcat.BodyInterest;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.unit.DataSize;

/**
 * The properties of request bodies, which are read without a worker.
 *
 * @param maxSize how much of a body is read, without a worker, before its request is
 * served; 0 to leave all reading to the application
 * @param maxTotal how much memory all such bodies may take together, beyond the buffer of
 * about 16 KB that each connection has anyway, but not more than an eighth of the heap;
 * further bodies are read by the application, on its worker
 * @param timeout how long a body, or its first maxSize, may take to arrive; more than 0
 */
@ConfigurationProperties("headway.bodies")
record BodyProperties(@DefaultValue("64KB") DataSize maxSize, @DefaultValue("32MB") DataSize maxTotal,
		@DefaultValue("20s") Duration timeout) {

	/** One array holds head and body. */
	private static final DataSize LARGEST = DataSize.ofMegabytes(256);

	private static final int SHARE_OF_HEAP = 8;

	BodyProperties {
		check("headway.bodies.max-size", maxSize, !maxSize.isNegative() && maxSize.compareTo(LARGEST) <= 0,
				"must be 0 or more, and not more than 256MB");
		check("headway.bodies.max-total", maxTotal, !maxTotal.isNegative(), "must be 0 or more");
		check("headway.bodies.timeout", timeout, !timeout.isZero() && !timeout.isNegative(), "must be more than 0");
	}

	/** Makes the reader of bodies. */
	Bodies bodies(BodyInterest interest) {
		return new Bodies(interest, (int) this.maxSize.toBytes(), budget(Runtime.getRuntime().maxMemory()),
				this.timeout);
	}

	/** How many bytes all bodies may take in a heap of the given size. */
	long budget(long heapBytes) {
		return Math.min(this.maxTotal.toBytes(), heapBytes / SHARE_OF_HEAP);
	}

	private static void check(String property, Object value, boolean valid, String rule) {
		if (!valid) {
			throw new InvalidConfigurationPropertyValueException(property, value, rule);
		}
	}

}
