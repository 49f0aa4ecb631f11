package dev.headway.admission;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;

import dev.headway.admission.Ticket.Hold;
import dev.headway.admission.Ticket.State;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** The invariants, after each step of random schedules. */
class AdmissionScheduleTests {

	private static final int STEPS = 20_000;

	private static final int CAPACITY = 12;

	@ParameterizedTest
	@CsvSource({ "1, 1", "2, 2", "3, 3", "4, 4", "5, 4", "6, 4", "7, 8", "8, 16", "9, 5", "10, 4" })
	void equationsHoldAfterEachStep(long seed, int slots) {
		new Schedule(new Random(seed), slots).run();
	}

	private static final class Schedule {

		private final Random random;

		private final int slots;

		private final ClockedAdmission admission;

		private final Deque<Ticket> waiting = new ArrayDeque<>();

		private final List<Ticket> running = new ArrayList<>();

		private final List<Ticket> toStart = new ArrayList<>();

		private int decisions;

		private int told;

		Schedule(Random random, int slots) {
			this.random = random;
			this.slots = slots;
			this.admission = new ClockedAdmission(AdmissionMode.ENFORCE, slots, CAPACITY);
		}

		void run() {
			for (int step = 0; step < STEPS; step++) {
				step();
				assertEquations();
			}
			while (!this.running.isEmpty() || !this.waiting.isEmpty()) {
				leaveAny();
				assertEquations();
			}
			AdmissionSnapshot end = this.admission.snapshot();
			assertThat(end.slotsTaken() + end.overdrawn() + end.trials()).isZero();
			assertThat(this.told).isEqualTo(this.decisions);
			assertThat(end.handlers()).allSatisfy((handler) -> assertThat(handler.running()).isZero());
		}

		private void step() {
			// of two that come in the same nanosecond, either may be the first
			this.admission.passNanos(1);
			switch (this.random.nextInt(12)) {
				case 0, 1, 2, 3 -> enter();
				case 4, 5, 6 -> leaveAny();
				case 7 -> start();
				case 8, 9 -> this.admission.passNanos(this.random.nextInt(30_000_000));
				case 10 -> this.admission.admission().expire();
				default -> giveUp();
			}
			sort();
		}

		private void enter() {
			int number = this.random.nextInt(6);
			DeclaredPace declared = switch (number) {
				case 0 -> DeclaredPace.SLOW;
				case 1 -> DeclaredPace.QUICK;
				default -> DeclaredPace.LEARN;
			};
			Ticket ticket = this.admission.enter("handler" + number, declared);
			switch (ticket.state()) {
				case RUNNING -> this.running.add(ticket);
				case WAITING -> {
					this.waiting.addLast(ticket);
					this.decisions++;
					this.admission.admission().whenDecided(ticket, () -> this.told++);
				}
				case REFUSED, LEFT -> {
				}
			}
		}

		/** Requests of quick handlers are rarely slow, those of others often. */
		private void leaveAny() {
			if (this.running.isEmpty()) {
				this.admission.pass(30_000);
				this.admission.admission().expire();
				sort();
				return;
			}
			Ticket ticket = this.running.remove(this.random.nextInt(this.running.size()));
			this.toStart.remove(ticket);
			Outcome outcome = Outcome.values()[this.random.nextInt(Outcome.values().length)];
			this.admission.admission().leave(ticket, outcome);
			this.admission.admission().leave(ticket, outcome);
			sort();
		}

		private void start() {
			if (!this.toStart.isEmpty()) {
				this.admission.admission().started(this.toStart.remove(0));
			}
		}

		private void giveUp() {
			Ticket first = this.waiting.pollLast();
			if (first != null) {
				this.admission.admission().leave(first, Outcome.ABORTED);
				this.decisions--;
			}
		}

		/**
		 * Moves requests that waited and now run; one with a slot must have been the
		 * first.
		 */
		private void sort() {
			boolean stillWaits = false;
			for (Ticket ticket : List.copyOf(this.waiting)) {
				if (ticket.state() == State.WAITING) {
					stillWaits |= !awaitsProof(ticket);
					continue;
				}
				this.waiting.remove(ticket);
				if (ticket.state() == State.RUNNING) {
					assertThat(ticket.hold() == Hold.SLOT && stillWaits).as("overtakes for a slot").isFalse();
					this.running.add(ticket);
					this.toStart.add(ticket);
				}
			}
		}

		private void assertEquations() {
			AdmissionSnapshot now = this.admission.snapshot();
			assertThat(now.entered()).isEqualTo(now.running() + now.waiting() + now.refused() + now.left());
			assertThat(now.running()).isEqualTo(this.running.size());
			assertThat(now.waiting()).isEqualTo(this.waiting.size()).isLessThanOrEqualTo(CAPACITY);
			assertThat(now.slotsTaken()).isEqualTo(count(Hold.SLOT)).isLessThanOrEqualTo(this.slots);
			assertThat(now.trials()).isEqualTo(count(Hold.TRIAL)).isLessThanOrEqualTo(this.slots);
			assertThat(now.overdrawn()).isEqualTo(overdrawn());
			if (!this.waiting.stream().allMatch(this::awaitsProof)) {
				assertThat(now.slotsTaken() + Math.min(now.overdrawn(), this.slots / 2))
					.as("no slot is empty without need")
					.isGreaterThanOrEqualTo(this.slots);
			}
			assertThat(this.waiting).allSatisfy((ticket) -> {
				boolean quick = ticket.handler().pace(this.admission.now()) == LearnedPace.QUICK;
				assertThat(quick && ticket.declared() == DeclaredPace.LEARN && !awaitsProof(ticket))
					.as("waits though its handler is quick")
					.isFalse();
			});
			assertThat(now.handlers())
				.allSatisfy((handler) -> assertThat(handler.running()).as("waits for others of its handler")
					.isGreaterThanOrEqualTo(isAnyAwaitingProof(handler.key()) ? this.slots : 0));
		}

		private boolean awaitsProof(Ticket ticket) {
			return ticket.declared() == DeclaredPace.LEARN && ticket.handler().isAwaitingProof(this.admission.now());
		}

		private boolean isAnyAwaitingProof(HandlerKey key) {
			return this.waiting.stream()
				.anyMatch((ticket) -> ticket.handler().key().equals(key) && awaitsProof(ticket));
		}

		private int count(Hold hold) {
			return (int) this.running.stream().filter((ticket) -> ticket.hold() == hold).count();
		}

		private int overdrawn() {
			return (int) this.running.stream()
				.filter((ticket) -> ticket.hold() == Hold.QUICK || ticket.hold() == Hold.TRIAL)
				.filter(Ticket::hasStarted)
				.filter((ticket) -> this.admission.now() - ticket.startedAt() >= ClockedAdmission.BOUND.toNanos())
				.count();
		}

	}

}
