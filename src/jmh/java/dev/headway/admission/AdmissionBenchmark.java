package dev.headway.admission;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The cost of admission for a request: entering and leaving, on one thread, while so many
 * others wait.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AdmissionBenchmark {

	private static final HandlerKey SLOW = new HandlerKey("GET", "/sleep");

	/** How many slow requests wait for a slot. */
	@Param({ "0", "100", "10000" })
	public int waiting;

	private Admission admission;

	/** Fills the slots and the room. */
	@Setup
	public void fill() {
		this.admission = new Admission(
				new AdmissionSettings(AdmissionMode.ENFORCE, 4, Duration.ofMillis(50), 10_001, Duration.ofDays(1)),
				System::nanoTime, () -> 0, new AdmissionObserver() {
					@Override
					public void waited(long nanos) {
						// of no interest here
					}

					@Override
					public void refused(Reason reason) {
						// of no interest here
					}
				});
		if (this.waiting > 0) {
			for (int i = 0; i < 4 + this.waiting; i++) {
				this.admission.enter(SLOW, DeclaredPace.SLOW);
			}
		}
	}

	/** A request of a quick handler, with a new key as for each request. */
	@Benchmark
	public void quick() {
		Ticket ticket = this.admission.enter(new HandlerKey("GET", "/"), DeclaredPace.LEARN);
		this.admission.leave(ticket, Outcome.SERVED);
	}

	/** A client that gives up while it waits, or a slow request if a slot is free. */
	@Benchmark
	public void slow() {
		Ticket ticket = this.admission.enter(SLOW, DeclaredPace.SLOW);
		this.admission.leave(ticket, Outcome.ABORTED);
	}

}
