package dev.headway.admission;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The admission of requests that watch the server, those to Actuator: they never wait for
 * clients' slow requests, and clients never for a crowd of them.
 */
public final class Watching {

	/** Two, so that a slow scrape doesn't hold up a health probe. */
	public static final int SLOTS = 2;

	/** As many as there may be connections and more: each holds next to nothing. */
	private static final int CAPACITY = 100_000;

	private final Admission admission;

	Watching(Duration quickUnder, Duration timeout, Shedding shedding) {
		this.admission = new Admission(
				new AdmissionSettings(AdmissionMode.ENFORCE, SLOTS, quickUnder, CAPACITY, timeout), System::nanoTime,
				() -> ThreadLocalRandom.current().nextDouble(), new WaitingTimes(shedding));
	}

	/**
	 * Decides for them.
	 * @return the admission, the same for life
	 */
	public Admission admission() {
		return this.admission;
	}

}
