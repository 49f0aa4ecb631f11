package dev.headway.admission;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Looks at the clock for those who can't: requests that wait, and the end of shedding.
 */
final class Doorkeeper {

	private final Admission admission;

	private final Admission watching;

	private final Shedding shedding;

	Doorkeeper(Admission admission, Admission watching, Shedding shedding) {
		this.admission = admission;
		this.watching = watching;
		this.shedding = shedding;
	}

	@Scheduled(fixedDelay = 100)
	void look() {
		this.admission.expire();
		this.watching.expire();
		this.shedding.settle();
	}

}
