package dev.headway.admission;

import java.time.Duration;
import java.util.List;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Which part of a request's time counts as its handler's. */
class HandlerTimeTests {

	private static final String ROOT = "root";

	private static final String SLEEP = "sleep";

	private final ClockedAdmission admission = new ClockedAdmission(100);

	@Test
	void whatAResumedRequestWaitsForItsWorkerIsNotItsHandlers() {
		this.admission.serve(ROOT, 1, 1);
		Ticket resumed = waitAndGo();
		this.admission.pass(60_000);
		assertThat(this.admission.snapshot().slotsTaken()).as("from the decision on").isEqualTo(1);
		this.admission.admission().started(resumed);
		this.admission.pass(7);
		this.admission.admission().started(resumed);
		this.admission.leave(resumed);
		assertThat(this.admission.figures("other").average()).isEqualTo(Duration.ofMillis(7));
	}

	@Test
	void requestThatNeverRanTeachesNothing() {
		Ticket resumed = waitAndGo();
		this.admission.pass(60_000);
		this.admission.admission().leave(resumed, Outcome.ABORTED);
		assertThat(this.admission.figures("other").count()).isZero();
		assertThat(this.admission.snapshot().slotsTaken()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "49, 0", "50, 1", "5000, 1" })
	void abortTeachesOnlyTheLeastThatItTook(long millis, long learned) {
		this.admission.serve(ROOT, 1, 1);
		Ticket aborted = this.admission.enter(ROOT);
		this.admission.pass(millis);
		this.admission.admission().leave(aborted, Outcome.ABORTED);
		assertThat(this.admission.figures(ROOT).count()).isEqualTo(1 + learned);
	}

	@Test
	void failureTeachesHowLongItTook() {
		Ticket failed = this.admission.enter(ROOT);
		this.admission.pass(3);
		this.admission.admission().leave(failed, Outcome.FAILED);
		assertThat(this.admission.pace(ROOT)).isEqualTo(LearnedPace.QUICK);
	}

	@Test
	void timeBlockedOnAClientIsNotTheHandlers() {
		this.admission.serve("download", 1, 1);
		for (int i = 0; i < 20; i++) {
			Ticket ticket = this.admission.enter("download");
			this.admission.pass(10_000);
			ticket.blockedOnClient(() -> Duration.ofMillis(9990).toNanos());
			this.admission.leave(ticket);
		}
		assertThat(this.admission.figures("download").quickShare()).isEqualTo(1);
		assertThat(this.admission.figures("download").average()).isLessThanOrEqualTo(Duration.ofMillis(10));
	}

	@Test
	void slowReaderThatWasAloneLeavesItsHandlerQuick() {
		this.admission.serve("download", 1, 1);
		List<Ticket> readers = this.admission.enter("download", 2);
		this.admission.pass(50);
		this.admission.pace("download");
		this.admission.pass(10_000);
		assertThat(this.admission.pace("download")).as("it may be the handler").isNotEqualTo(LearnedPace.QUICK);
		readers.forEach((reader) -> reader.blockedOnClient(() -> Duration.ofMillis(10_040).toNanos()));
		this.admission.leave(readers.get(0));
		assertThat(this.admission.pace("download")).as("the other may").isNotEqualTo(LearnedPace.QUICK);
		this.admission.leave(readers.get(1));
		assertThat(this.admission.pace("download")).isEqualTo(LearnedPace.QUICK);
	}

	/** A request that is blocked on its client holds a worker all the same. */
	@Test
	void thoseBlockedOnClientsNowAreHeldToTheSlots() {
		this.admission.serve("download", 1, 100);
		readers(this.admission.enter("download", 4));
		this.admission.pass(50);
		this.admission.pace("download");
		this.admission.pass(25);
		List<Ticket> more = this.admission.enter("download", 50);
		for (int round = 0; round < 10; round++) {
			running(more).forEach(this.admission.admission()::started);
			readers(running(more));
			assertThat(running(more))
				.as("one more at a time: half of the slots make up for the first four, and one trial")
				.hasSize(Math.min(3, round + 1));
			this.admission.pass(50);
			this.admission.admission().expire();
		}
	}

	private void readers(List<Ticket> requests) {
		requests.forEach((reader) -> reader.blockedOnClient(() -> this.admission.now() - reader.startedAt()));
	}

	private static List<Ticket> running(List<Ticket> requests) {
		return requests.stream().filter((ticket) -> ticket.state() == State.RUNNING).toList();
	}

	private Ticket waitAndGo() {
		List<Ticket> sleeps = this.admission.enter(SLEEP, 3);
		Ticket other = this.admission.enter("other");
		Ticket waiting = this.admission.enter("other");
		assertThat(waiting.state()).isEqualTo(State.WAITING);
		this.admission.leave(sleeps);
		this.admission.admission().leave(other, Outcome.ABORTED);
		assertThat(waiting.hold()).isEqualTo(Hold.SLOT);
		return waiting;
	}

}
