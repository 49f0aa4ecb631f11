package dev.headway.admission;

import java.util.ArrayList;
import java.util.List;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The learned pace of a handler: four slots, a room for a hundred, a bound of 50 ms. */
class PaceTests {

	private static final String ROOT = "root";

	private static final String SLEEP = "sleep";

	private final ClockedAdmission admission = new ClockedAdmission(100);

	@Test
	void handlerIsKnownAfterOneQuickRequest() {
		this.admission.serve(ROOT, 1, 1);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void slowHandlerIsKnownAfterOneRequest() {
		this.admission.serve(SLEEP, 5000, 1);
		assertThat(this.admission.pace(SLEEP)).isEqualTo(LearnedPace.SLOW);
	}

	/** The first requests load classes, so they take longer. */
	@ParameterizedTest
	@CsvSource({ "51, UNSURE", "499, UNSURE", "500, SLOW" })
	void firstRequestsMayTakeTenTimesTheBound(long millis, LearnedPace pace) {
		List<Ticket> first = this.admission.enter(ROOT, 4);
		this.admission.pass(millis);
		this.admission.leave(first);
		assertThat(this.admission.pace(ROOT)).isEqualTo(pace);
		this.admission.serve(ROOT, millis, 1);
		assertThat(this.admission.pace(ROOT)).as("it isn't cold any more").isEqualTo(LearnedPace.SLOW);
	}

	@Test
	void secondQuickRequestAfterAColdOneIsEnough() {
		this.admission.serve(ROOT, 300, 1);
		this.admission.enter(SLEEP, 4);
		Ticket trial = this.admission.enter(ROOT);
		assertThat(trial.hold()).isEqualTo(Hold.TRIAL);
		this.admission.leave(trial);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void oneInTwentySlowIsQuick() {
		for (int i = 0; i < 100; i++) {
			this.admission.serve("report", (i % 20 == 0) ? 2000 : 5, 1);
		}
		assertThat(this.admission.pace("report")).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void slowRequestOfAQuickHandlerHoldsUpNoneWhileOthersFinish() {
		this.admission.serve(ROOT, 1, 100);
		this.admission.enter(SLEEP, 4);
		Ticket slow = this.admission.enter(ROOT);
		this.admission.serve(ROOT, 1, 1);
		this.admission.pass(5000);
		assertThat(this.admission.enter(ROOT, 4)).extracting(Ticket::hold).containsOnly(Hold.QUICK);
		this.admission.leave(slow);
	}

	@Test
	void handlerThatStallsIsKnownToAfterOneAndAHalfTimesTheBound() {
		this.admission.serve(ROOT, 1, 10_000);
		this.admission.enter(ROOT);
		this.admission.pass(50);
		assertThat(this.admission.enter(ROOT).hold()).as("it may be a pause").isEqualTo(Hold.QUICK);
		this.admission.pass(25);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.UNSURE);
		assertThat(this.admission.enter(ROOT, 2)).extracting(Ticket::hold).containsOnly(Hold.SLOT);
		assertThat(this.admission.enter(ROOT).state()).as("four of it run").isEqualTo(State.WAITING);
	}

	/** For a moment none of its requests runs, which proves nothing. */
	@Test
	void stallLastsUntilSomethingIsQuick() {
		this.admission.serve(ROOT, 1, 10_000);
		List<Ticket> stalled = this.admission.enter(ROOT, 2);
		this.admission.pass(50);
		this.admission.enter(ROOT);
		this.admission.pass(25);
		this.admission.leave(stalled);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.UNSURE);
		this.admission.serve(ROOT, 1, 1);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void handlerThatTurnsSlowIsKnownByItsShareAfterSomeRequests() {
		this.admission.serve(ROOT, 1, 100_000);
		List<Ticket> running = this.admission.enter(ROOT, 4);
		int slow = 4;
		this.admission.pass(50);
		running = concat(running, this.admission.enter(ROOT, 1));
		this.admission.pass(950);
		while (this.admission.figures(ROOT).quickShare() > PaceHistory.QUICK_SHARE) {
			this.admission.leave(running);
			running = this.admission.enter(ROOT, 4);
			this.admission.pass(1000);
			slow += 4;
		}
		assertThat(slow).isLessThanOrEqualTo(16);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.SLOW);
	}

	@Test
	void handlerThatRecoversIsKnownAtOnceAndItsWaitingRequestsAreLetIn() {
		this.admission.serve(ROOT, 1, 10_000);
		this.admission.enter(ROOT, 4);
		this.admission.pass(50);
		List<Ticket> waiting = this.admission.enter(ROOT, 3);
		this.admission.pass(5000);
		Ticket retried = this.admission.enter(ROOT);
		assertThat(waiting).extracting(Ticket::state).containsExactly(State.RUNNING, State.WAITING, State.WAITING);
		this.admission.admission().started(waiting.get(0));
		this.admission.leave(waiting.get(0));
		assertThat(waiting.subList(1, 3)).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(retried.state()).isEqualTo(State.RUNNING);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void slowHandlerOfWhichNothingHasRunForLongIsTriedBesideACrowd() {
		this.admission.serve(ROOT, 200, 5);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.SLOW);
		this.admission.enter("sleep", 200);
		this.admission.pass(4_999);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.REFUSED);
		this.admission.pass(1);
		Ticket trial = this.admission.enter(ROOT);
		assertThat(trial.hold()).isEqualTo(Hold.TRIAL);
		assertThat(this.admission.enter(ROOT).hold()).as("one at a time").isEqualTo(Hold.NOTHING);
		this.admission.pass(1);
		this.admission.leave(trial);
		assertThat(this.admission.enter(ROOT).hold()).as("the last one was quick").isEqualTo(Hold.TRIAL);
	}

	@Test
	void handlerThatWasSlowForLongRecoversByTrialsThoughOthersHoldAllSlots() {
		this.admission.serve(ROOT, 1000, 200);
		List<Ticket> sleeps = this.admission.enter(SLEEP, 3);
		Ticket first = this.admission.enter(ROOT);
		sleeps = concat(sleeps, this.admission.enter(SLEEP, 1));
		this.admission.leave(first);
		assertThat(this.admission.snapshot().slotsTaken()).isEqualTo(4);
		int trials = 0;
		while (this.admission.pace(ROOT) != LearnedPace.QUICK) {
			Ticket trial = this.admission.enter(ROOT);
			assertThat(trial.hold()).isEqualTo(Hold.TRIAL);
			this.admission.pass(1);
			this.admission.leave(trial);
			trials++;
		}
		assertThat(trials).isLessThan(30);
		this.admission.leave(sleeps);
	}

	@Test
	void pauseOfTheProcessMakesNoHandlerSlow() {
		this.admission.serve(ROOT, 1, 100);
		List<Ticket> sleeps = this.admission.enter(SLEEP, 4);
		List<Ticket> hit = this.admission.enter(ROOT, 4);
		this.admission.pass(1000);
		Ticket behind = this.admission.enter(ROOT);
		assertThat(behind.state()).as("four of it run").isEqualTo(State.WAITING);
		this.admission.leave(hit.get(0));
		assertThat(behind.hold()).isEqualTo(Hold.QUICK);
		this.admission.admission().started(behind);
		this.admission.leave(behind);
		this.admission.leave(hit.subList(1, 4));
		this.admission.pass(40);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
		this.admission.leave(sleeps);
	}

	private static List<Ticket> concat(List<Ticket> some, List<Ticket> more) {
		List<Ticket> all = new ArrayList<>(some);
		all.addAll(more);
		return all;
	}

}
