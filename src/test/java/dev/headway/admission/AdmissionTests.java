package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Four slots, a room for three, a bound of 50 ms, on a clock that stands still unless
 * moved.
 */
class AdmissionTests {

	private static final String SLEEP = "sleep";

	private static final String ROOT = "root";

	private final AtomicLong clock = new AtomicLong();

	private final List<Reason> refusals = new ArrayList<>();

	private final List<Duration> waits = new ArrayList<>();

	private final Admission admission = new Admission(4, Duration.ofMillis(50), 3, Duration.ofSeconds(30),
			this.clock::get, new AdmissionObserver() {
				@Override
				public void waited(long nanos) {
					AdmissionTests.this.waits.add(Duration.ofNanos(nanos));
				}

				@Override
				public void refused(Reason reason) {
					AdmissionTests.this.refusals.add(reason);
				}
			});

	@Test
	void unknownHandlerTakesSlotsAndThenWaits() {
		assertThat(enter(SLEEP, 4)).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(this.admission.slotsTaken()).isEqualTo(4);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.WAITING);
	}

	@Test
	void unknownHandlerGetsATrialWhenTheSlotsAreTaken() {
		enter(SLEEP, 4);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.RUNNING);
		assertThat(this.admission.slotsTaken()).isEqualTo(4);
	}

	@Test
	void trialsAreMadeOneAtATime() {
		enter(SLEEP, 4);
		assertThat(this.admission.enter("a").state()).isEqualTo(State.RUNNING);
		assertThat(this.admission.enter("a").state()).isEqualTo(State.WAITING);
		assertThat(this.admission.enter("b").state()).isEqualTo(State.WAITING);
	}

	@Test
	void trialThatTurnsOutSlowIsMadeUpForByASlot() {
		List<Ticket> sleeps = enter(SLEEP, 4);
		Ticket trial = this.admission.enter("other");
		pass(100);
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.leave(sleeps.get(0));
		assertThat(waiting.state()).as("four of five are slow").isEqualTo(State.WAITING);
		this.admission.leave(trial);
		assertThat(waiting.state()).isEqualTo(State.RUNNING);
	}

	@Test
	void quickHandlerNeedsNoSlot() {
		learn(ROOT, 1, 1);
		enter(SLEEP, 4);
		assertThat(enter(ROOT, 50)).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(this.admission.slotsTaken()).isEqualTo(4);
	}

	@Test
	void slowHandlerIsKnownAfterOneRequest() {
		learn(SLEEP, 5000, 1);
		assertThat(enter(SLEEP, 4)).extracting(Ticket::state).containsOnly(State.RUNNING);
		assertThat(this.admission.slotsTaken()).isEqualTo(4);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.WAITING);
	}

	@Test
	void waitingOnesAreLetInInTheirOrder() {
		List<Ticket> running = enter(SLEEP, 4);
		List<Ticket> waiting = enter(SLEEP, 3);
		pass(5000);
		for (int i = 0; i < 3; i++) {
			this.admission.leave(running.get(i));
			assertThat(waiting.get(i).state()).isEqualTo(State.RUNNING);
			assertThat(waiting.subList(i + 1, 3))
				.allSatisfy((ticket) -> assertThat(ticket.state()).isEqualTo(State.WAITING));
		}
		assertThat(this.waits).containsOnly(Duration.ofSeconds(5));
		assertThat(this.admission.slotsTaken()).isEqualTo(4);
	}

	@Test
	void fullRoomRefuses() {
		enter(SLEEP, 7);
		Ticket refused = this.admission.enter(SLEEP);
		assertThat(refused.state()).isEqualTo(State.REFUSED);
		assertThat(refused.reason()).isEqualTo(Reason.FULL);
		assertThat(this.refusals).containsExactly(Reason.FULL);
		assertThat(this.admission.waiting()).isEqualTo(3);
	}

	@Test
	void waitingTooLongRefuses() {
		enter(SLEEP, 4);
		Ticket first = this.admission.enter(SLEEP);
		pass(10_000);
		Ticket second = this.admission.enter(SLEEP);
		pass(19_999);
		this.admission.expire();
		assertThat(first.state()).isEqualTo(State.WAITING);
		pass(1);
		this.admission.expire();
		assertThat(first.state()).isEqualTo(State.REFUSED);
		assertThat(first.reason()).isEqualTo(Reason.TIMEOUT);
		assertThat(second.state()).isEqualTo(State.WAITING);
		assertThat(this.refusals).containsExactly(Reason.TIMEOUT);
		assertThat(this.waits).containsExactly(Duration.ofSeconds(30));
	}

	@Test
	void handlerThatStallsIsSlowWhenItsFirstRequestsPassTheBound() {
		learn(ROOT, 1, 100);
		enter(ROOT, 3);
		pass(49);
		assertThat(this.admission.enter(ROOT).hold()).isEqualTo(Ticket.Hold.NOTHING);
		pass(1);
		// three are over the bound, so one slot is left for all that is slow
		assertThat(this.admission.enter(ROOT).hold()).isEqualTo(Ticket.Hold.SLOT);
		assertThat(this.admission.enter(ROOT).state()).isEqualTo(State.WAITING);
	}

	@Test
	void handlerThatRecoversIsPromotedAndItsWaitingRequestsAreLetIn() {
		learn(ROOT, 1, 100);
		Deque<Ticket> stalled = new ArrayDeque<>(enter(ROOT, 4));
		pass(100);
		Ticket waiting = this.admission.enter(ROOT);
		assertThat(waiting.state()).isEqualTo(State.WAITING);
		while (!stalled.isEmpty()) {
			this.admission.leave(stalled.remove());
		}
		assertThat(waiting.state()).isEqualTo(State.RUNNING);
		this.admission.leave(waiting);
		assertThat(this.admission.enter(ROOT).hold()).isEqualTo(Ticket.Hold.NOTHING);
	}

	@Test
	void pauseThatHitsAQuickHandlerDoesNotPutItBehindTheSlowOnes() {
		learn(ROOT, 1, 100);
		List<Ticket> sleeps = enter(SLEEP, 4);
		Ticket hit = this.admission.enter(ROOT);
		pass(2000);
		enter(SLEEP, 2);
		Ticket behind = this.admission.enter(ROOT);
		assertThat(behind.state()).isEqualTo(State.WAITING);
		this.admission.leave(hit);
		assertThat(behind.state()).as("on trial, with all slots taken").isEqualTo(State.RUNNING);
		assertThat(sleeps).extracting(Ticket::state).containsOnly(State.RUNNING);
		this.admission.leave(behind);
		learn(ROOT, 1, 20);
		assertThat(enter(ROOT, 10)).extracting(Ticket::state).containsOnly(State.RUNNING);
	}

	@Test
	void oneWhoLeavesTheRoomMakesRoom() {
		enter(SLEEP, 4);
		List<Ticket> waiting = enter(SLEEP, 3);
		this.admission.leave(waiting.get(1));
		assertThat(this.admission.waiting()).isEqualTo(2);
		assertThat(this.admission.enter(SLEEP).state()).isEqualTo(State.WAITING);
	}

	@Test
	void leavingAgainChangesNothing() {
		List<Ticket> running = enter(SLEEP, 4);
		for (int i = 0; i < 3; i++) {
			this.admission.leave(running.get(0));
		}
		assertThat(this.admission.slotsTaken()).isEqualTo(3);
		assertThat(this.admission.running()).isEqualTo(3);
	}

	@Test
	void decisionIsToldOnceWheneverItComes() {
		List<Ticket> running = enter(SLEEP, 4);
		AtomicLong told = new AtomicLong();
		Ticket waiting = this.admission.enter(SLEEP);
		this.admission.whenDecided(waiting, told::incrementAndGet);
		assertThat(told).hasValue(0);
		this.admission.leave(running.get(0));
		assertThat(told).hasValue(1);
		this.admission.leave(waiting);
		Ticket another = this.admission.enter(SLEEP);
		this.admission.whenDecided(another, told::incrementAndGet);
		assertThat(told).hasValue(2);
	}

	@Test
	void outOfTimeAllThatWaitAreRefused() {
		enter(SLEEP, 4);
		List<Ticket> waiting = enter(SLEEP, 3);
		assertThat(this.admission.expireAll()).isEqualTo(3);
		assertThat(waiting).extracting(Ticket::state).containsOnly(State.REFUSED);
		assertThat(this.admission.waiting()).isZero();
	}

	private List<Ticket> enter(String handler, int times) {
		return IntStream.range(0, times).mapToObj((i) -> this.admission.enter(handler)).toList();
	}

	/** Has the handler serve some requests, one after the other. */
	private void learn(String handler, long millis, int times) {
		for (int i = 0; i < times; i++) {
			Ticket ticket = this.admission.enter(handler);
			pass(millis);
			this.admission.leave(ticket);
		}
	}

	private void pass(long millis) {
		this.clock.addAndGet(Duration.ofMillis(millis).toNanos());
	}

}
