package dev.headway.admission;

import java.math.BigDecimal;

/**
 * What clients are told of the time that their request waited, in the header
 * {@code Server-Timing} (W3C), if they are: {@code queue} for a worker, {@code wait} for
 * a slot, both in milliseconds. Immutable.
 */
public final class ServerTiming {

	/** The header's name. */
	public static final String HEADER = "Server-Timing";

	private static final long HUNDREDTH_OF_A_MILLI = 10_000;

	private final boolean on;

	/**
	 * Tells something or nothing.
	 * @param on whether clients are told
	 */
	public ServerTiming(boolean on) {
		this.on = on;
	}

	/**
	 * Whether clients are told.
	 * @return the same for life
	 */
	public boolean isOn() {
		return this.on;
	}

	/**
	 * The header's value for one answer.
	 * @param queuedNanos how long the request waited for workers, in nanoseconds
	 * @param waitedNanos how long it waited for a slot, holding no worker, in nanoseconds
	 * @return such as {@code queue;dur=0.05, wait;dur=2500.31}
	 */
	public String value(long queuedNanos, long waitedNanos) {
		return "queue;dur=" + millis(queuedNanos) + ", wait;dur=" + millis(waitedNanos);
	}

	private static String millis(long nanos) {
		return BigDecimal.valueOf(nanos / HUNDREDTH_OF_A_MILLI, 2).toPlainString();
	}

}
