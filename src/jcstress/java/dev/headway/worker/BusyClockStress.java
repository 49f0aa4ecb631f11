package dev.headway.worker;

import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.J_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * Neither time of a {@link BusyClock} falls while its worker begins and ends jobs. The
 * clock ticks at each reading.
 */
public final class BusyClockStress {

	private BusyClockStress() {
	}

	private static boolean isInOrder(BusyClock.Reading earlier, BusyClock.Reading later) {
		return earlier.busyNanos() <= later.busyNanos() && earlier.idleNanos() <= later.idleNanos();
	}

	/** A worker, and the time. */
	static class Worked {

		private final AtomicLong time = new AtomicLong();

		private final BusyClock clock = new BusyClock();

		void work() {
			this.clock.begin(this.time.incrementAndGet());
			this.clock.end(this.time.incrementAndGet());
			this.clock.begin(this.time.incrementAndGet());
			this.clock.end(this.time.incrementAndGet());
		}

		BusyClock.Reading read() {
			return this.clock.read(this.time::incrementAndGet);
		}

	}

	/** One reader, with one reading after the other. */
	@JCStressTest
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "neither time fell")
	@Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "a time fell")
	@State
	public static class OneReader extends Worked {

		@Actor
		public void worker() {
			work();
		}

		@Actor
		public void reader(Z_Result result) {
			BusyClock.Reading first = read();
			BusyClock.Reading second = read();
			result.r1 = isInOrder(first, second) && isInOrder(second, read());
		}

	}

	/** Two readers; the sums of their readings show which one is earlier. */
	@JCStressTest
	@Outcome(id = "true", expect = Expect.ACCEPTABLE, desc = "neither time fell")
	@Outcome(id = "false", expect = Expect.FORBIDDEN, desc = "a time fell")
	@State
	public static class TwoReaders extends Worked {

		private BusyClock.@Nullable Reading one;

		private BusyClock.@Nullable Reading other;

		@Actor
		public void workerAndReader() {
			work();
			this.one = read();
		}

		@Actor
		public void otherReader() {
			this.other = read();
		}

		@Arbiter
		public void compare(Z_Result result) {
			boolean oneFirst = sum(this.one) < sum(this.other);
			result.r1 = oneFirst ? isInOrder(this.one, this.other) : isInOrder(this.other, this.one);
		}

		private static long sum(BusyClock.Reading reading) {
			return reading.busyNanos() + reading.idleNanos();
		}

	}

	/**
	 * A reader asks since when a worker is busy while it goes from one job to the next.
	 */
	@JCStressTest
	@Outcome(id = { "-1", "1", "2" }, expect = Expect.ACCEPTABLE, desc = "idle, or one of the two jobs")
	@Outcome(id = "0", expect = Expect.FORBIDDEN, desc = "busy, but not since either of them began")
	@State
	public static class BusySince {

		private final BusyClock clock = new BusyClock();

		@Actor
		public void worker() {
			this.clock.begin(1);
			this.clock.end(2);
			this.clock.begin(2);
		}

		@Actor
		public void reader(J_Result result) {
			result.r1 = this.clock.busySince();
		}

	}

}
