package dev.headway.admission;

import java.util.List;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What a declared pace and a mode change: four slots and a room for three. */
class AdmissionModesTests {

	private static final String SLEEP = "sleep";

	private static final String ROOT = "root";

	private final ClockedAdmission admission = new ClockedAdmission(3);

	@Test
	void declaredSlowNeedsASlotHoweverQuickItIs() {
		this.admission.serve(ROOT, 1, 100);
		this.admission.enter(SLEEP, 4);
		Ticket ticket = this.admission.enter(ROOT, DeclaredPace.SLOW);
		assertThat(ticket.state()).isEqualTo(State.WAITING);
		this.admission.serve(ROOT, 1, 100);
		assertThat(ticket.state()).as("others of its handler are quick").isEqualTo(State.WAITING);
	}

	@Test
	void declaredQuickNeverWaitsAndCostsNoSlot() {
		for (int i = 0; i < 20; i++) {
			assertThat(this.admission.enter(SLEEP, DeclaredPace.QUICK).state()).isEqualTo(State.RUNNING);
		}
		this.admission.pass(1000);
		assertThat(this.admission.snapshot().overdrawn()).isZero();
		assertThat(this.admission.enter("other", 4)).extracting(Ticket::hold).containsOnly(Hold.SLOT);
	}

	@Test
	void exemptIsNeitherHeldBackNorRecorded() {
		this.admission.enter(SLEEP, 7);
		Ticket exempt = this.admission.enter(SLEEP, DeclaredPace.EXEMPT);
		assertThat(exempt.state()).isEqualTo(State.RUNNING);
		this.admission.admission().started(exempt);
		assertThat(this.admission.snapshot().entered()).isEqualTo(7);
		this.admission.leave(exempt);
		assertThat(exempt.state()).isEqualTo(State.LEFT);
		assertThat(this.admission.snapshot().left()).isZero();
	}

	@Test
	void offNothingIsDecidedOrRecorded() {
		ClockedAdmission off = new ClockedAdmission(AdmissionMode.OFF, 1, 0);
		List<Ticket> tickets = off.enter(SLEEP, 10);
		assertThat(tickets).extracting(Ticket::state).containsOnly(State.RUNNING);
		off.leave(tickets);
		assertThat(off.snapshot().entered()).isZero();
		assertThat(off.snapshot().handlers()).isEmpty();
	}

	@Test
	void observedEverybodyRunsAndDecisionsAreCounted() {
		ClockedAdmission observed = new ClockedAdmission(AdmissionMode.OBSERVE, 4, 3);
		observed.serve(SLEEP, 5000, 1);
		List<Ticket> tickets = observed.enter(SLEEP, 9);
		assertThat(tickets).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(observed.snapshot().wouldWait()).isEqualTo(3);
		assertThat(observed.snapshot().wouldRefuse()).isEqualTo(2);
		assertThat(observed.snapshot().slotsTaken()).isEqualTo(4);
		observed.pass(5000);
		observed.leave(tickets);
		assertThat(observed.enter(SLEEP).hold()).isEqualTo(Hold.SLOT);
		assertThat(observed.figures(SLEEP).count()).isEqualTo(10);
		assertThat(observed.refusals()).isEmpty();
		assertThat(observed.waits()).isEmpty();
	}

}
