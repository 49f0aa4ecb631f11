package dev.headway.admission;

import java.time.Duration;

/**
 * Expires waiting requests every 100 ms, and logs the end of a burst of refusals.
 */
public final class WaitingExpiry {

	/** How often it checks. */
	public static final Duration PERIOD = Duration.ofMillis(100);

	private final Admission admission;

	private final Admission management;

	private final RefusalLog refusalLog;

	/**
	 * Checks two admissions.
	 * @param admission that of clients' requests
	 * @param management that of requests that watch the server
	 * @param refusalLog counts refusals
	 */
	public WaitingExpiry(Admission admission, Admission management, RefusalLog refusalLog) {
		this.admission = admission;
		this.management = management;
		this.refusalLog = refusalLog;
	}

	/**
	 * Checks. To be called once a {@link #PERIOD}.
	 */
	public void look() {
		this.admission.expire();
		this.management.expire();
		this.refusalLog.settle();
	}

}
