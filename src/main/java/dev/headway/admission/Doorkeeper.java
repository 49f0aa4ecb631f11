package dev.headway.admission;

import org.springframework.scheduling.annotation.Scheduled;

/**
 * Looks at the clock for those who can't: requests that wait, and the end of shedding.
 */
final class Doorkeeper {

	private final Admission admission;

	private final Shedding shedding;

	Doorkeeper(Admission admission, Shedding shedding) {
		this.admission = admission;
		this.shedding = shedding;
	}

	@Scheduled(fixedDelay = 100)
	void look() {
		this.admission.expire();
		this.shedding.settle();
	}

}
