package dev.headway.admission;

import java.time.Duration;

/**
 * Looks at the clock for those who can't: requests that wait, and the end of shedding.
 */
public final class WaitingExpiry {

	/** How often it looks. */
	public static final Duration PERIOD = Duration.ofMillis(100);

	private final Admission admission;

	private final Admission management;

	private final RefusalLog refusalLog;

	/**
	 * Looks after two admissions.
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
	 * Looks. To be called once a {@link #PERIOD}.
	 */
	public void look() {
		this.admission.expire();
		this.management.expire();
		this.refusalLog.settle();
	}

}
