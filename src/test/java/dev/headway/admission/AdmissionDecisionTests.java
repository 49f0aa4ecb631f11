package dev.headway.admission;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** How those that wait are told of their decision: four slots and a room for three. */
class AdmissionDecisionTests {

	private static final String SLEEP = "sleep";

	private final ClockedAdmission admission = new ClockedAdmission(3);

	@Test
	void decisionIsToldOnceWheneverItComes() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		AtomicInteger told = new AtomicInteger();
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.admission().whenDecided(waiting, told::incrementAndGet);
		assertThat(told).hasValue(0);
		this.admission.leave(running.get(0));
		assertThat(told).hasValue(1);
		this.admission.admission().whenDecided(waiting, told::incrementAndGet);
		assertThat(told).as("decided already").hasValue(2);
	}

	@Test
	void nobodyIsToldWhatItDidNotWaitFor() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		AtomicInteger told = new AtomicInteger();
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.admission().whenDecided(waiting, told::incrementAndGet);
		this.admission.admission().leave(waiting, Outcome.ABORTED);
		this.admission.leave(running);
		this.admission.admission().expireAll();
		assertThat(told).hasValue(0);
	}

	@Test
	void decisionIsToldOutsideTheLock() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		Ticket waiting = this.admission.enter(SLEEP);
		AtomicInteger locked = new AtomicInteger();
		this.admission.admission().whenDecided(waiting, () -> {
			if (Thread.holdsLock(this.admission.admission())) {
				locked.incrementAndGet();
			}
		});
		this.admission.leave(running.get(0));
		assertThat(locked).hasValue(0);
	}

	@Test
	void actionThatFailsKeepsTheOthersFromNothing() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		AtomicInteger told = new AtomicInteger();
		List<Ticket> waiting = this.admission.enter(SLEEP, 2);
		this.admission.admission().whenDecided(waiting.get(0), () -> {
			throw new IllegalStateException("for a test");
		});
		this.admission.admission().whenDecided(waiting.get(1), told::incrementAndGet);
		this.admission.admission().expireAll();
		assertThat(told).hasValue(1);
		this.admission.leave(running);
	}

}
