package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rounds of random arrivals on many threads: clients that give up while they wait,
 * timeouts that race with slots, handlers of every pace. Whatever happens, in the end
 * each request was decided on once and all slots are free.
 */
@Timeout(120)
class AdmissionStressTests {

	private static final int ROUNDS = 300;

	private static final int REQUESTS = 64;

	private static final int SLOTS = 4;

	@Test
	void slotsAreRightAtTheEndOfEachRound() throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(16);
		try {
			for (int round = 0; round < ROUNDS; round++) {
				new Round(new Random(round)).run(clients);
			}
		}
		finally {
			clients.shutdownNow();
		}
	}

	private static final class Round {

		private final Random random;

		private final AtomicLong waited = new AtomicLong();

		private final AtomicLong refused = new AtomicLong();

		private final AtomicInteger decisions = new AtomicInteger();

		private final AtomicInteger waiters = new AtomicInteger();

		private final AtomicInteger slotHolders = new AtomicInteger();

		private final AtomicInteger mostSlotHolders = new AtomicInteger();

		private final Admission admission = new Admission(SLOTS, Duration.ofNanos(200_000), 20,
				Duration.ofNanos(2_000_000), System::nanoTime, new AdmissionObserver() {
					@Override
					public void waited(long nanos) {
						Round.this.waited.incrementAndGet();
					}

					@Override
					public void refused(Reason reason) {
						Round.this.refused.incrementAndGet();
					}
				});

		Round(Random random) {
			this.random = random;
		}

		void run(ExecutorService clients) throws Exception {
			AtomicBoolean over = new AtomicBoolean();
			Thread doorkeeper = new Thread(() -> {
				while (!over.get()) {
					this.admission.expire();
					Thread.onSpinWait();
				}
			});
			doorkeeper.start();
			List<CompletableFuture<Void>> requests = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				String handler = "handler" + this.random.nextInt(4);
				long holdNanos = this.random.nextInt(500_000);
				boolean givesUp = this.random.nextInt(5) == 0;
				requests.add(CompletableFuture.runAsync(() -> request(handler, holdNanos, givesUp), clients));
			}
			CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).join();
			over.set(true);
			doorkeeper.join();
			assertThat(this.admission.slotsTaken()).isZero();
			assertThat(this.admission.running()).isZero();
			assertThat(this.admission.waiting()).isZero();
			assertThat(this.mostSlotHolders.get()).isLessThanOrEqualTo(SLOTS);
			assertThat(this.decisions).hasValue(this.waiters.get());
		}

		private void request(String handler, long holdNanos, boolean givesUp) {
			Ticket ticket = this.admission.enter(handler);
			if (ticket.state() == State.WAITING && givesUp) {
				LockSupport.parkNanos(holdNanos);
				this.admission.leave(ticket);
				return;
			}
			CompletableFuture<Void> decided = new CompletableFuture<>();
			this.waiters.incrementAndGet();
			this.admission.whenDecided(ticket, () -> {
				this.decisions.incrementAndGet();
				decided.complete(null);
			});
			decided.join();
			assertThat(ticket.state()).isIn(State.RUNNING, State.REFUSED);
			if (ticket.state() == State.RUNNING) {
				hold(ticket, holdNanos);
			}
			this.admission.leave(ticket);
			this.admission.leave(ticket);
		}

		private void hold(Ticket ticket, long nanos) {
			boolean slot = ticket.hold() == Ticket.Hold.SLOT;
			if (slot) {
				this.mostSlotHolders.accumulateAndGet(this.slotHolders.incrementAndGet(), Math::max);
			}
			LockSupport.parkNanos(nanos);
			if (slot) {
				this.slotHolders.decrementAndGet();
			}
		}

	}

}
