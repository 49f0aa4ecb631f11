package dev.headway.admission;

import java.util.List;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A quick handler's requests come all at once: four slots, a room for forty, a bound of
 * 50 ms.
 */
class AwaitingProofTests {

	private static final String ROOT = "root";

	private static final String SLEEP = "sleep";

	private final ClockedAdmission admission = new ClockedAdmission(40);

	@BeforeEach
	void becomeQuick() {
		this.admission.serve(ROOT, 1, 100);
		this.admission.serve("other", 1, 1);
		this.admission.serve(SLEEP, 1000, 2);
	}

	@Test
	void asManyRunAsThereAreSlotsAndTheOthersWait() {
		assertThat(this.admission.enter(ROOT, 4)).extracting(Ticket::hold).containsOnly(Hold.QUICK);
		assertThat(this.admission.enter(ROOT, 16)).extracting(Ticket::state).containsOnly(State.WAITING);
		assertThat(this.admission.snapshot().slotsTaken()).isZero();
		assertThat(this.admission.enter("other").hold()).isEqualTo(Hold.QUICK);
	}

	@Test
	void quickAnswerProvesAllThatRun() {
		List<Ticket> running = this.admission.enter(ROOT, 4);
		List<Ticket> waiting = this.admission.enter(ROOT, 5);
		this.admission.leave(running.get(0));
		assertThat(waiting).extracting(Ticket::hold)
			.containsExactly(Hold.QUICK, Hold.QUICK, Hold.QUICK, Hold.QUICK, Hold.NOTHING);
	}

	/** They have no worker yet, but will. */
	@Test
	void thoseThatAreAboutToStartCount() {
		List<Ticket> running = this.admission.enter(ROOT, 4);
		List<Ticket> waiting = this.admission.enter(ROOT, 9);
		this.admission.leave(running.get(0));
		this.admission.leave(running.get(1));
		assertThat(waiting.get(4).state()).isEqualTo(State.WAITING);
		this.admission.admission().started(waiting.get(0));
		this.admission.leave(waiting.get(0));
		assertThat(waiting).extracting(Ticket::state)
			.as("one has come back, three are about to start")
			.containsExactly(State.LEFT, State.RUNNING, State.RUNNING, State.RUNNING, State.RUNNING, State.WAITING,
					State.WAITING, State.WAITING, State.WAITING);
	}

	@Test
	void slowAnswerProvesNothingAndMakesRoomForOne() {
		List<Ticket> running = this.admission.enter(ROOT, 4);
		List<Ticket> waiting = this.admission.enter(ROOT, 3);
		this.admission.pass(1500);
		this.admission.leave(running.get(0));
		assertThat(waiting).extracting(Ticket::state).containsExactly(State.RUNNING, State.WAITING, State.WAITING);
	}

	/** A slot doesn't help: all of its requests hang. */
	@Test
	void slotsGoToOthersThatCameLater() {
		this.admission.enter(ROOT, 4);
		List<Ticket> behind = this.admission.enter(ROOT, 5);
		this.admission.pass(100);
		List<Ticket> sleeps = this.admission.enter(SLEEP, 3);
		this.admission.pass(1);
		Ticket declared = this.admission.enter("report", DeclaredPace.SLOW);
		assertThat(sleeps).extracting(Ticket::state)
			.as("half of the slots make up for the four")
			.containsExactly(State.RUNNING, State.RUNNING, State.WAITING);
		this.admission.pass(1000);
		this.admission.leave(sleeps.get(0));
		assertThat(sleeps.get(2).hold()).isEqualTo(Hold.SLOT);
		this.admission.leave(sleeps.get(1));
		assertThat(declared.hold()).isEqualTo(Hold.SLOT);
		assertThat(behind).extracting(Ticket::state).containsOnly(State.WAITING);
	}

	/** The first four may hang for good, though their backend has recovered. */
	@Test
	void oneIsLetInAfterAHundredTimesTheBoundAndAnother() {
		this.admission.enter(ROOT, 4);
		List<Ticket> behind = this.admission.enter(ROOT, 3);
		this.admission.pass(4999);
		this.admission.admission().expire();
		assertThat(behind).extracting(Ticket::state).containsOnly(State.WAITING);
		this.admission.pass(1);
		this.admission.admission().expire();
		assertThat(behind).extracting(Ticket::state).containsExactly(State.RUNNING, State.WAITING, State.WAITING);
		this.admission.admission().started(behind.get(0));
		this.admission.pass(5000);
		this.admission.admission().expire();
		assertThat(behind).extracting(Ticket::state).containsExactly(State.RUNNING, State.RUNNING, State.WAITING);
		this.admission.admission().started(behind.get(1));
		this.admission.leave(behind.get(1));
		assertThat(behind.get(2).hold()).isEqualTo(Hold.QUICK);
	}

	@Test
	void halfOfTheRoomStaysFree() {
		this.admission.enter(ROOT, 24);
		assertThat(this.admission.admission().waiting()).isEqualTo(20);
		this.admission.enter(ROOT, 100);
		assertThat(this.admission.admission().waiting()).isEqualTo(20);
		assertThat(this.admission.refusals()).isEmpty();
	}

	@Test
	void thoseThatWaitLongestGoFirstWhenThereIsNoMoreRoom() {
		this.admission.enter(ROOT, 4);
		List<Ticket> waiting = this.admission.enter(ROOT, 20);
		this.admission.enter(ROOT);
		assertThat(waiting.get(0).state()).isEqualTo(State.RUNNING);
		assertThat(waiting.get(1).state()).isEqualTo(State.WAITING);
	}

	@Test
	void thoseThatLeaveMakeRoom() {
		List<Ticket> running = this.admission.enter(ROOT, 4);
		Ticket waiting = this.admission.enter(ROOT);
		this.admission.admission().leave(running.get(0), Outcome.ABORTED);
		assertThat(waiting.hold()).isEqualTo(Hold.QUICK);
		this.admission.admission().leave(waiting, Outcome.ABORTED);
		assertThat(this.admission.enter(ROOT).hold()).as("it never started").isEqualTo(Hold.QUICK);
	}

	/** The bound is 50 ms. */
	@Test
	void oneAtATimeIsLetInWhileAllThatRunAreBlockedOnTheirClientsForTheBound() {
		readers(this.admission.enter(ROOT, 4));
		this.admission.pass(49);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.WAITING);
		this.admission.pass(1);
		Ticket second = this.admission.enter(ROOT);
		assertThat(second.state()).as("the first that waited goes first").isEqualTo(State.WAITING);
		assertThat(this.admission.snapshot().waiting()).isOne();
	}

	@Test
	void oneThatIsNotBlockedOnItsClientKeepsTheOthersWaiting() {
		readers(this.admission.enter(ROOT, 3));
		this.admission.enter(ROOT);
		this.admission.pass(60);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.WAITING);
	}

	@Test
	void quickAnswerBesideReadersLetsAllIn() {
		List<Ticket> all = this.admission.enter(ROOT, 4);
		readers(all.subList(0, 3));
		this.admission.pass(10);
		List<Ticket> waiting = this.admission.enter(ROOT, 4);
		this.admission.leave(all.get(3));
		assertThat(waiting).extracting(Ticket::hold).containsOnly(Hold.QUICK);
	}

	@Test
	void declaredQuickIsNotHeldBack() {
		this.admission.enter(ROOT, 4);
		assertThat(this.admission.enter(ROOT, DeclaredPace.QUICK).hold()).isEqualTo(Hold.DECLARED);
	}

	private void readers(List<Ticket> requests) {
		requests.forEach((reader) -> reader.blockedOnClient(() -> this.admission.now() - reader.startedAt()));
	}

}
