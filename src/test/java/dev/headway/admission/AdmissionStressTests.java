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
import org.jspecify.annotations.Nullable;
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

		private volatile @Nullable AdmissionSnapshot failed;

		private final AtomicInteger decisions = new AtomicInteger();

		private final AtomicInteger waiters = new AtomicInteger();

		private final AtomicInteger slotHolders = new AtomicInteger();

		private final AtomicInteger mostSlotHolders = new AtomicInteger();

		private final Admission admission = new Admission(new AdmissionSettings(AdmissionMode.ENFORCE, SLOTS,
				Duration.ofNanos(200_000), 20, Duration.ofNanos(2_000_000)), System::nanoTime, () -> 0,
				new AdmissionObserver() {
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
			Thread clock = new Thread(() -> {
				while (!over.get()) {
					this.admission.expire();
					assertConsistent(this.admission.snapshot());
					Thread.onSpinWait();
				}
			});
			clock.start();
			List<CompletableFuture<Void>> requests = new ArrayList<>();
			for (int i = 0; i < REQUESTS; i++) {
				String handler = "handler" + this.random.nextInt(4);
				long holdNanos = this.random.nextInt(500_000);
				boolean givesUp = this.random.nextInt(5) == 0;
				requests.add(CompletableFuture.runAsync(() -> request(handler, holdNanos, givesUp), clients));
			}
			CompletableFuture.allOf(requests.toArray(CompletableFuture[]::new)).join();
			over.set(true);
			clock.join();
			AdmissionSnapshot end = this.admission.snapshot();
			assertConsistent(end);
			assertThat(this.failed).isNull();
			assertThat(end.entered()).isEqualTo(REQUESTS);
			assertThat(List.of(end.running(), end.waiting(), end.slotsTaken(), end.overdrawn(), end.trials()))
				.containsOnly(0);
			assertThat(end.refused()).isEqualTo(this.refused.get());
			assertThat(end.handlers()).allSatisfy((handler) -> {
				assertThat(handler.running()).isZero();
				assertThat(handler.waiting()).isZero();
			});
			assertThat(this.mostSlotHolders.get()).isLessThanOrEqualTo(SLOTS);
			assertThat(this.decisions).hasValue(this.waiters.get());
		}

		private void assertConsistent(AdmissionSnapshot now) {
			if (now.entered() != now.running() + now.waiting() + now.refused() + now.left() || now.slotsTaken() > SLOTS
					|| now.trials() > SLOTS) {
				this.failed = now;
			}
		}

		private void request(String handler, long holdNanos, boolean givesUp) {
			Ticket ticket = this.admission.enter(new HandlerKey("GET", handler),
					(holdNanos % 7 == 0) ? DeclaredPace.SLOW : DeclaredPace.LEARN);
			if (ticket.state() == State.WAITING && givesUp) {
				LockSupport.parkNanos(holdNanos);
				this.admission.leave(ticket, Outcome.ABORTED);
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
				this.admission.started(ticket);
				hold(ticket, holdNanos);
			}
			this.admission.leave(ticket, Outcome.SERVED);
			this.admission.leave(ticket, Outcome.ABORTED);
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
