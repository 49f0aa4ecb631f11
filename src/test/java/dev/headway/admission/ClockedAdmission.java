package dev.headway.admission;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * An admission on a clock that only the test moves: four slots and a bound of 50 ms by
 * default. Each handler has a name of one word.
 */
final class ClockedAdmission {

	static final int SLOTS = 4;

	static final Duration BOUND = Duration.ofMillis(50);

	static final Duration TIMEOUT = Duration.ofSeconds(30);

	/** Far from zero, as the JVM's clock may be, and about to overflow. */
	private final AtomicLong clock = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L);

	private final List<Reason> refusals = new ArrayList<>();

	private final List<Duration> waits = new ArrayList<>();

	private final Admission admission;

	private double random;

	ClockedAdmission(int capacity) {
		this(AdmissionMode.ENFORCE, SLOTS, capacity);
	}

	ClockedAdmission(AdmissionMode mode, int slots, int capacity) {
		this.admission = new Admission(new AdmissionSettings(mode, slots, BOUND, capacity, TIMEOUT), this.clock::get,
				() -> this.random, new AdmissionObserver() {
					@Override
					public void waited(long nanos) {
						ClockedAdmission.this.waits.add(Duration.ofNanos(nanos));
					}

					@Override
					public void refused(Reason reason) {
						ClockedAdmission.this.refusals.add(reason);
					}
				});
	}

	Admission admission() {
		return this.admission;
	}

	Ticket enter(String handler) {
		return enter(handler, DeclaredPace.LEARN);
	}

	Ticket enter(String handler, DeclaredPace declared) {
		return this.admission.enter(key(handler), declared);
	}

	List<Ticket> enter(String handler, int times) {
		return IntStream.range(0, times).mapToObj((i) -> enter(handler)).toList();
	}

	void leave(Ticket ticket) {
		this.admission.leave(ticket, Outcome.SERVED);
	}

	void leave(List<Ticket> tickets) {
		tickets.forEach(this::leave);
	}

	/** Lets the handler serve some requests, one after the other. */
	void serve(String handler, long millis, int times) {
		for (int i = 0; i < times; i++) {
			Ticket ticket = enter(handler);
			pass(millis);
			leave(ticket);
		}
	}

	void pass(long millis) {
		passNanos(Duration.ofMillis(millis).toNanos());
	}

	void passNanos(long nanos) {
		this.clock.addAndGet(nanos);
	}

	long now() {
		return this.clock.get();
	}

	void random(double next) {
		this.random = next;
	}

	AdmissionSnapshot snapshot() {
		return this.admission.snapshot();
	}

	HandlerFigures figures(String handler) {
		return snapshot().handlers()
			.stream()
			.filter((figures) -> figures.key().equals(key(handler)))
			.findFirst()
			.orElseThrow();
	}

	LearnedPace pace(String handler) {
		return figures(handler).pace();
	}

	List<Reason> refusals() {
		return this.refusals;
	}

	List<Duration> waits() {
		return this.waits;
	}

	static HandlerKey key(String handler) {
		return new HandlerKey("GET", "/" + handler);
	}

}
