package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import dev.headway.admission.Ticket.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Compares {@code Retry-After} with the real wait: four slots, on a clock that moves in
 * steps of 50 ms. No request comes after the refused one, so its turn is when no request
 * waits any more and a slot is free.
 */
class RetryAfterTests {

	private static final String SLEEP = "sleep";

	private final Map<Ticket, Duration> entered = new HashMap<>();

	private final Map<Ticket, Long> startedAt = new HashMap<>();

	private ClockedAdmission admission = new ClockedAdmission(100);

	/** Nothing has finished yet, so less is known. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# capacity | service | come | passed | told | turn
			       100 |   5000  | 105  |     0  |  30  | 35
			       100 |   5000  | 105  |   100  |  30  | 35
			       100 |   5000  | 105  |  3000  |  27  | 32
			       100 |    500  | 105  |   100  |  30  | 13
			        10 |   5000  |  15  |  3000  |  26  | 12
			         3 |   5000  |   8  |  3000  |   7  | 2
			         3 |   5000  |   8  |   200  |   3  | 5
			         0 |   5000  |   5  |  3000  |   7  | 2
			         3 | 600000  |   8  | 20000  |   5  | 580
			""")
	void coldServerTellsWhatFollowsFromThoseThatRun(int capacity, long millis, int come, long passed, long told,
			long turn) {
		this.admission = new ClockedAdmission(capacity);
		enter(come, millis);
		pass(passed);
		assertThat(this.admission.admission().retryAfter()).isEqualTo(Duration.ofSeconds(told));
		assertThat(untilTurn().plusMillis(999).toSeconds()).isEqualTo(turn);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# capacity | service | finished | come | passed
			       100 |   5000  |    1     | 104  |     0
			       100 |   5000  |   40     | 104  |  1000
			        10 |   5000  |   40     |  14  |  3000
			         3 |   5000  |   40     |   7  |  3000
			         0 |   5000  |   40     |   4  |  3000
			       100 |    200  |    1     | 104  |     0
			       100 |    200  |   40     | 104  |   100
			       100 |    100  |   40     | 104  |     0
			        40 |   2000  |    2     |  44  |  1000
			""")
	void knownServiceTimeTellsTheTurn(int capacity, long millis, int finished, int come, long passed) {
		this.admission = new ClockedAdmission(capacity);
		learn(millis, finished);
		enter(come, millis);
		pass(passed);
		assertToldIsTheTurn(millis, 1.0);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# before | odd
			       3 | 600000
			      16 | 600000
			      40 | 600000
			      40 | 60
			""")
	void oddOneAmongThoseThatFinishedDoesNotCount(int before, long odd) {
		learn(1000, before);
		learn(odd, 1);
		enter(54, 1000);
		assertToldIsTheTurn(1000, 1.1);
		learn(1000, 3);
		enter(54, 1000);
		assertToldIsTheTurn(1000, 1.1);
	}

	@Test
	void oddOneAmongThoseThatRunDoesNotCount() {
		learn(1000, 20);
		enter(1, 600_000);
		pass(100_000);
		enter(53, 1000);
		// three slots are left, which the estimate doesn't know
		assertToldIsTheTurn(5000, 1.0);
	}

	@Test
	void backendThatStallsIsKnownByThoseThatRun() {
		learn(100, 40);
		enter(24, 20_000);
		pass(8000);
		assertThat(this.admission.admission().retryAfter().toSeconds()).isBetween(20L, 22L);
		assertThat(untilTurn()).as("in time to be the next").isBetween(Duration.ofSeconds(22), Duration.ofSeconds(42));
	}

	@Test
	void backendThatRecoversIsKnownAfterSomeRequests() {
		learn(20_000, 40);
		learn(100, 16);
		enter(104, 100);
		assertToldIsTheTurn(100, 1.0);
	}

	@Test
	void differentPacesComeToTheirMean() {
		for (int i = 0; i < 40; i++) {
			learn((i % 4 == 0) ? 4000 : 400, 1);
		}
		for (int i = 0; i < 44; i++) {
			enter(1, (i % 4 == 0) ? 4000 : 400);
		}
		assertToldIsTheTurn(4000, 1.4);
	}

	@Test
	void turnIsNoLaterThanTheTimeout() {
		learn(600_000, 10);
		enter(104, 600_000);
		assertThat(this.admission.admission().retryAfter()).isEqualTo(ClockedAdmission.TIMEOUT);
		pass(20_000);
		assertThat(this.admission.admission().retryAfter()).as("all that wait have waited for 20 s")
			.isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void withFreeSlotsItIsTheLeast() {
		assertThat(this.admission.admission().retryAfter()).isEqualTo(Duration.ofSeconds(1));
		learn(600_000, 10);
		assertThat(this.admission.admission().retryAfter()).isEqualTo(Duration.ofSeconds(1));
	}

	@ParameterizedTest
	@CsvSource({ "0, 10", "0.04, 10", "0.5, 15", "0.97, 20", "0.999, 20" })
	void eachClientIsToldBetweenThatAndTwiceAsMuch(double random, long told) {
		learn(10_000, 1);
		enter(4, 10_000);
		this.admission.random(random);
		assertThat(this.admission.admission().retryAfter()).isEqualTo(Duration.ofSeconds(told));
	}

	@ParameterizedTest
	@CsvSource({ "0, 1", "0.4, 1", "0.6, 2", "0.999, 2" })
	void soonestIsSpreadToo(double random, long told) {
		this.admission.random(random);
		assertThat(this.admission.admission().retryAfter()).isEqualTo(Duration.ofSeconds(told));
	}

	/**
	 * Not before the returning client would be the next for a slot. And, except for the
	 * factor and the rounding up to a second, not later than a slot is free.
	 */
	private void assertToldIsTheTurn(long millis, double factor) {
		double told = this.admission.admission().retryAfter().toMillis() / 1000.0;
		double turn = untilTurn().toMillis() / 1000.0;
		assertThat(told).isBetween(turn - millis / 1000.0, turn * factor + 1);
	}

	private void enter(int times, long millis) {
		for (int i = 0; i < times; i++) {
			this.entered.put(this.admission.enter(SLEEP), Duration.ofMillis(millis));
		}
		settle();
	}

	/** Lets requests come and go, one after the other. */
	private void learn(long millis, int times) {
		this.admission.serve(SLEEP, millis, times);
	}

	private Duration untilTurn() {
		long start = this.admission.now();
		while (this.admission.admission().waiting() > 0
				|| this.admission.snapshot().slotsTaken() == ClockedAdmission.SLOTS) {
			pass(50);
		}
		return Duration.ofNanos(this.admission.now() - start);
	}

	private void pass(long millis) {
		for (long passed = 0; passed < millis; passed += 50) {
			this.admission.pass(50);
			settle();
			this.admission.admission().expire();
		}
	}

	/** Ends requests that have run for long enough, and notes those that have begun. */
	private void settle() {
		long now = this.admission.now();
		List<Ticket> over = new ArrayList<>();
		this.entered.forEach((ticket, service) -> {
			if (ticket.state() == State.RUNNING
					&& now - this.startedAt.computeIfAbsent(ticket, (key) -> now) >= service.toNanos()) {
				over.add(ticket);
			}
		});
		over.forEach((ticket) -> {
			this.admission.leave(ticket);
			this.entered.remove(ticket);
		});
		this.entered.forEach((ticket, service) -> {
			if (ticket.state() == State.RUNNING) {
				this.startedAt.putIfAbsent(ticket, now);
			}
		});
	}

}
