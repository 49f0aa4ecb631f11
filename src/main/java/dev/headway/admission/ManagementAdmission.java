package dev.headway.admission;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The admission of requests that watch the server, those to Actuator: they never wait for
 * clients' slow requests, and clients never for a crowd of them.
 */
public final class ManagementAdmission {

	/** The request attribute that says when one of them arrived, in nanoseconds. */
	public static final String ARRIVED = ManagementAdmission.class.getName() + ".arrived";

	/** Two, so that a slow scrape doesn't hold up a health probe. */
	public static final int SLOTS = 2;

	/** As many as there may be connections and more: each holds next to nothing. */
	private static final int CAPACITY = 100_000;

	private final Admission admission;

	/**
	 * Makes the admission.
	 * @param quickUnder a request that holds a worker for less is quick
	 * @param timeout how long a request may wait
	 * @param refusalLog counts refusals
	 */
	public ManagementAdmission(Duration quickUnder, Duration timeout, RefusalLog refusalLog) {
		this.admission = new Admission(
				new AdmissionSettings(AdmissionMode.ENFORCE, SLOTS, quickUnder, CAPACITY, timeout), System::nanoTime,
				() -> ThreadLocalRandom.current().nextDouble(), new WaitingTimes(refusalLog));
	}

	/**
	 * Decides for them.
	 * @return the admission, the same for life
	 */
	public Admission admission() {
		return this.admission;
	}

}
