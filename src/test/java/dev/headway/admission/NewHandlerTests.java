package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What happens to the first requests of a handler: four slots and a room for three.
 */
class NewHandlerTests {

	private static final String SLEEP = "sleep";

	private static final String ROOT = "root";

	private final ClockedAdmission admission = new ClockedAdmission(3);

	@Test
	void unknownHandlerTakesSlotsAndThenWaits() {
		assertThat(this.admission.enter(SLEEP, 4)).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(4);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.WAITING);
	}

	@Test
	void handlerThatTheProcessHasAskedForIsKnownAndCountsNowhere() {
		for (int i = 0; i < 3; i++) {
			this.admission.admission().learn(ClockedAdmission.key(ROOT), Duration.ofMillis(1).toNanos());
			this.admission.pass(1);
		}
		assertThat(this.admission.snapshot().handlers()).isEmpty();
		assertThat(this.admission.snapshot().entered()).isZero();
		this.admission.enter(SLEEP, 7);
		List<Ticket> crowd = this.admission.enter(ROOT, 4);
		assertThat(crowd).extracting(Ticket::hold).containsOnly(Hold.QUICK);
		assertThat(this.admission.figures(ROOT).count()).isZero();
		this.admission.leave(crowd);
		assertThat(this.admission.figures(ROOT).count()).isEqualTo(4);
	}

	@Test
	void unknownHandlerGetsATrialWhenTheSlotsAreTaken() {
		this.admission.enter(SLEEP, 4);
		assertThat(this.admission.enter(ROOT).hold()).isEqualTo(Hold.TRIAL);
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(4);
	}

	@Test
	void trialsAreMadeOneAtATimeForEachHandler() {
		this.admission.enter(SLEEP, 4);
		assertThat(this.admission.enter("a").hold()).isEqualTo(Hold.TRIAL);
		assertThat(this.admission.enter("a").state()).isEqualTo(State.WAITING);
		assertThat(this.admission.enter("b").hold()).isEqualTo(Hold.TRIAL);
	}

	@Test
	void trialsAreNoMoreThanThereAreSlots() {
		this.admission.enter(SLEEP, 4);
		List<Ticket> trials = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			trials.add(this.admission.enter("handler" + i));
		}
		assertThat(trials).extracting(Ticket::hold).containsOnly(Hold.TRIAL);
		Ticket fifth = this.admission.enter("handler4");
		assertThat(fifth.state()).isEqualTo(State.WAITING);
		this.admission.leave(trials.get(0));
		this.admission.admission().expire();
		assertThat(fifth.hold()).isEqualTo(Hold.TRIAL);
	}

	@Test
	void slotMakesUpForATrialThatTurnsOutSlow() {
		List<Ticket> sleeps = this.admission.enter(SLEEP, 4);
		Ticket trial = this.admission.enter("other");
		this.admission.pass(100);
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.leave(sleeps.get(0));
		assertThat(waiting.state()).as("four of five are slow").isEqualTo(State.WAITING);
		this.admission.leave(trial);
		assertThat(waiting.hold()).isEqualTo(Hold.SLOT);
	}

	@Test
	void fullRoomDoesNotRefuseAHandlerThatNobodyKnowsYet() {
		List<Ticket> first = this.admission.enter(ROOT, 7);
		this.admission.enter(ROOT, 2);
		assertThat(first.subList(4, 6)).as("the newest waits").extracting(Ticket::hold).containsOnly(Hold.TRIAL);
		assertThat(this.admission.enter(ROOT).state()).as("half as many trials as slots").isEqualTo(State.REFUSED);
		assertThat(this.admission.snapshot().trials()).isEqualTo(2);
	}

	@Test
	void crowdAtANewHandlerLeavesTrialsAndPlacesToOtherNewOnes() {
		List<Ticket> sleeps = this.admission.enter(SLEEP, 9);
		Ticket trial = this.admission.enter(ROOT);
		assertThat(trial.hold()).isEqualTo(Hold.TRIAL);
		Ticket second = this.admission.enter(ROOT);
		assertThat(second.state()).isEqualTo(State.WAITING);
		assertThat(sleeps.get(8).state()).as("the newest of the crowd").isEqualTo(State.REFUSED);
		assertThat(sleeps.get(8).reason()).isEqualTo(Reason.FULL);
		assertThat(this.admission.refusals()).containsExactly(Reason.FULL);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.WAITING);
		assertThat(this.admission.enter(ROOT).state()).as("the crowd has less than half of the places now")
			.isEqualTo(State.REFUSED);
		this.admission.pass(10);
		this.admission.leave(trial);
		assertThat(second.hold()).isEqualTo(Hold.QUICK);
	}

	@Test
	void oneThatLosesItsPlaceIsToldSo() {
		List<Ticket> sleeps = this.admission.enter(SLEEP, 9);
		AtomicInteger told = new AtomicInteger();
		this.admission.admission().whenDecided(sleeps.get(8), told::incrementAndGet);
		this.admission.pass(20);
		this.admission.enter(ROOT, 2);
		assertThat(told).hasValue(1);
		assertThat(this.admission.waits()).containsExactly(Duration.ZERO, Duration.ZERO, Duration.ofMillis(20));
		assertThat(this.admission.figures(SLEEP).refused()).isEqualTo(1);
	}

	@Test
	void manyNewHandlersTogetherTakeNoMoreThanHalfOfTheRoom() {
		ClockedAdmission wide = new ClockedAdmission(100);
		wide.serve(SLEEP, 5000, 1);
		List<Ticket> sleeps = wide.enter(SLEEP, 104);
		wide.pass(1000);
		for (int i = 0; i < 300; i++) {
			wide.enter("new" + i);
		}
		assertThat(sleeps).filteredOn((ticket) -> ticket.state() == State.WAITING).hasSize(50);
	}

	@Test
	void lastTrialIsLeftToOthersByACrowd() {
		ClockedAdmission small = new ClockedAdmission(AdmissionMode.ENFORCE, 3, 3);
		small.enter(SLEEP, 10);
		assertThat(small.snapshot().trials()).isEqualTo(2);
		assertThat(small.enter(ROOT).hold()).isEqualTo(Hold.TRIAL);
	}

	@Test
	void closedAdmissionTriesNobody() {
		this.admission.admission().close();
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.REFUSED);
	}

	@Test
	void knownHandlersTakeNoPlacesFromOthers() {
		this.admission.serve(ROOT, 5000, 1);
		this.admission.enter(SLEEP, 7);
		this.admission.pass(1000);
		assertThat(this.admission.enter(ROOT).hold()).as("it may have become quick").isEqualTo(Hold.NOTHING);
		assertThat(this.admission.refusals()).hasSize(1);
		assertThat(this.admission.admission().waiting()).isEqualTo(3);
	}

	@Test
	void fullRoomRefusesAHandlerWhoseFirstRequestsHang() {
		this.admission.enter(SLEEP, 7);
		this.admission.pass(500);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.REFUSED);
	}

}
