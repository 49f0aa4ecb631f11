package dev.headway.admission;

import java.time.Duration;

/**
 * The limits of an {@link Admission}.
 *
 * @param mode what happens with its decisions
 * @param slots requests of slow handlers that may run at a time; 1 or more
 * @param quickUnder a request that holds a worker for less than this is quick; more than
 * 0
 * @param capacity requests that may wait for a slot; 0 or more
 * @param timeout how long they may wait; more than 0
 */
public record AdmissionSettings(AdmissionMode mode, int slots, Duration quickUnder, int capacity, Duration timeout) {

	public AdmissionSettings {
		if (slots < 1 || capacity < 0) {
			throw new IllegalArgumentException("slots=%d, capacity=%d".formatted(slots, capacity));
		}
		if (!isPositive(quickUnder) || !isPositive(timeout)) {
			throw new IllegalArgumentException("quickUnder=%s, timeout=%s".formatted(quickUnder, timeout));
		}
	}

	private static boolean isPositive(Duration duration) {
		return !duration.isZero() && !duration.isNegative();
	}

}
