package dev.headway.admission;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Which requests run, wait and are refused: four slots and a room for three. */
class AdmissionTests {

	private static final String SLEEP = "sleep";

	private static final String ROOT = "root";

	private final ClockedAdmission admission = new ClockedAdmission(3);

	@Test
	void surprisesOfOneHandlerLeaveHalfOfTheSlotsToOthers() {
		this.admission.serve(ROOT, 1, 100);
		this.admission.enter(ROOT, 4);
		this.admission.pass(1000);
		assertThat(this.admission.snapshot().overdrawn()).isEqualTo(4);
		assertThat(this.admission.enter(SLEEP, 3)).extracting(Ticket::state)
			.containsExactly(State.RUNNING, State.RUNNING, State.WAITING);
	}

	@Test
	void quickHandlerNeedsNoSlot() {
		this.admission.serve(ROOT, 1, 1);
		this.admission.enter(SLEEP, 4);
		assertThat(this.admission.enter(ROOT, 4)).extracting(Ticket::hold).containsOnly(Hold.QUICK);
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(4);
	}

	@Test
	void waitingOnesAreLetInInTheirOrder() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		List<Ticket> waiting = this.admission.enter(SLEEP, 3);
		this.admission.pass(5000);
		for (int i = 0; i < 3; i++) {
			this.admission.leave(running.get(i));
			assertThat(waiting.get(i).state()).isEqualTo(State.RUNNING);
			assertThat(waiting.subList(i + 1, 3))
				.allSatisfy((ticket) -> assertThat(ticket.state()).isEqualTo(State.WAITING));
		}
		assertThat(this.admission.waits()).containsOnly(Duration.ofSeconds(5));
		assertThat(waiting.get(0).waitedNanos()).isEqualTo(Duration.ofSeconds(5).toNanos());
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(4);
	}

	@Test
	void thoseWhoseHandlerTurnsOutQuickGoAtOnce() {
		this.admission.enter(SLEEP, 4);
		Ticket trial = this.admission.enter(ROOT);
		Ticket sleep = this.admission.enter(SLEEP);
		List<Ticket> behind = this.admission.enter(ROOT, 2);
		this.admission.leave(trial);
		assertThat(behind).extracting(Ticket::hold).containsOnly(Hold.QUICK);
		assertThat(sleep.state()).isEqualTo(State.WAITING);
	}

	@Test
	void fullRoomRefuses() {
		this.admission.serve(SLEEP, 5000, 1);
		this.admission.enter(SLEEP, 7);
		Ticket refused = this.admission.enter(SLEEP);
		assertThat(refused.state()).isEqualTo(State.REFUSED);
		assertThat(refused.reason()).isEqualTo(Reason.FULL);
		assertThat(refused.waitedNanos()).isZero();
		assertThat(this.admission.refusals()).containsExactly(Reason.FULL);
		assertThat(this.admission.waits()).isEmpty();
		assertThat(this.admission.admission().waiting()).isEqualTo(3);
	}

	@Test
	void waitingTooLongRefuses() {
		this.admission.enter(SLEEP, 4);
		Ticket first = this.admission.enter(SLEEP);
		this.admission.pass(10_000);
		Ticket second = this.admission.enter(SLEEP);
		this.admission.pass(19_999);
		this.admission.admission().expire();
		assertThat(first.state()).isEqualTo(State.WAITING);
		this.admission.pass(1);
		this.admission.admission().expire();
		assertThat(first.state()).isEqualTo(State.REFUSED);
		assertThat(first.reason()).isEqualTo(Reason.TIMEOUT);
		assertThat(second.state()).isEqualTo(State.WAITING);
		assertThat(this.admission.refusals()).containsExactly(Reason.TIMEOUT);
		assertThat(this.admission.waits()).containsExactly(Duration.ofSeconds(30));
	}

	@Test
	void oneThatLeavesTheRoomMakesRoom() {
		this.admission.enter(SLEEP, 4);
		List<Ticket> waiting = this.admission.enter(SLEEP, 3);
		this.admission.admission().leave(waiting.get(1), Outcome.ABORTED);
		assertThat(this.admission.admission().waiting()).isEqualTo(2);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.WAITING);
	}

	@Test
	void leavingAgainChangesNothing() {
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		for (int i = 0; i < 3; i++) {
			this.admission.leave(running.get(0));
		}
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(3);
		assertThat(this.admission.snapshot().running()).isEqualTo(3);
		assertThat(this.admission.snapshot().left()).isEqualTo(1);
	}

	@Test
	void outOfTimeAllThatWaitAreRefused() {
		this.admission.enter(SLEEP, 4);
		List<Ticket> waiting = this.admission.enter(SLEEP, 3);
		AtomicInteger told = new AtomicInteger();
		this.admission.admission().whenDecided(waiting.get(0), told::incrementAndGet);
		this.admission.admission().expireAll();
		assertThat(waiting).extracting(Ticket::state).containsOnly(State.REFUSED);
		assertThat(this.admission.refusals()).hasSize(3);
		assertThat(this.admission.waits()).hasSize(3);
		assertThat(told).hasValue(1);
		assertThat(this.admission.admission().waiting()).isZero();
	}

	@Test
	void closedNobodyGetsASlotAndNobodyBeginsToWait() {
		this.admission.serve(ROOT, 1, 1);
		List<Ticket> running = this.admission.enter(SLEEP, 4);
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.pass(5000);
		this.admission.admission().close();
		this.admission.leave(running);
		assertThat(waiting.state()).isEqualTo(State.WAITING);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.REFUSED);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.RUNNING);
		this.admission.admission().expireAll();
		assertThat(waiting.state()).isEqualTo(State.REFUSED);
	}

}
