package dev.headway.actuate;

import java.time.Instant;

/** Converts moments to Prometheus's format. */
final class Timestamps {

	private Timestamps() {
	}

	/** Seconds since 1970, with fractions. */
	static double seconds(Instant instant) {
		return instant.getEpochSecond() + instant.getNano() / 1e9;
	}

}
