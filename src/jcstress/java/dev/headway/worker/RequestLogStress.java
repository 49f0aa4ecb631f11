package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/**
 * All values read from a {@link RequestLog} belong to one request, although its worker
 * goes on writing. Each figure of a request contains its number; the start has it in both
 * halves of its 64 bits.
 */
public final class RequestLogStress {

	private static final Moment ZERO = new Moment(0, Instant.EPOCH);

	private static final String[] NAMES = new String[RequestLog.CAPACITY + 3];

	static {
		for (int number = 0; number < NAMES.length; number++) {
			NAMES[number] = Integer.toString(number);
		}
	}

	private RequestLogStress() {
	}

	private static void begin(RequestLog log, int number) {
		log.begin(NAMES[number], NAMES[number], bothHalves(number), true);
	}

	private static void end(RequestLog log, int number) {
		log.end(number, bothHalves(number), 0);
	}

	private static long bothHalves(int number) {
		return ((long) number << 32) | number;
	}

	/** The number in both halves, or -1 if they differ. */
	private static int number(Instant instant) {
		long value = Duration.between(Instant.EPOCH, instant).toNanos();
		return ((int) value == (int) (value >>> 32)) ? (int) value : -1;
	}

	/** A request ends and the next begins while the one in progress is read. */
	@JCStressTest
	@Outcome(id = "0, 0, 0, 0", expect = Expect.ACCEPTABLE, desc = "the first")
	@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the second")
	@Outcome(id = "9, 9, 9, 9", expect = Expect.ACCEPTABLE, desc = "none: the first has ended")
	@Outcome(expect = Expect.FORBIDDEN, desc = "parts of two requests, or half a number")
	@State
	public static class Current {

		private final RequestLog log = new RequestLog();

		public Current() {
			RequestLogStress.begin(this.log, 0);
		}

		@Actor
		public void worker() {
			RequestLogStress.end(this.log, 0);
			RequestLogStress.begin(this.log, 1);
		}

		@Actor
		public void reader(IIII_Result result) {
			Optional<RunningRequest> current = this.log.current(ZERO);
			result.r1 = current.map((request) -> (int) request.id()).orElse(9);
			result.r2 = current.map((request) -> Integer.parseInt(request.method())).orElse(9);
			result.r3 = current.map((request) -> Integer.parseInt(request.path())).orElse(9);
			result.r4 = current.map((request) -> number(request.since())).orElse(9);
		}

	}

	/** The oldest request is read while a new one takes its place. */
	@JCStressTest
	@Outcome(id = "1, 1, 1, 1", expect = Expect.ACCEPTABLE, desc = "the oldest, before it goes")
	@Outcome(id = "2, 2, 2, 2", expect = Expect.ACCEPTABLE, desc = "the one after it")
	@Outcome(expect = Expect.FORBIDDEN, desc = "parts of two requests, or half a number")
	@State
	public static class Oldest {

		private final RequestLog log = new RequestLog();

		public Oldest() {
			for (int number = 0; number < RequestLog.CAPACITY; number++) {
				RequestLogStress.begin(this.log, number);
				RequestLogStress.end(this.log, number);
			}
			RequestLogStress.begin(this.log, RequestLog.CAPACITY);
		}

		@Actor
		public void worker() {
			RequestLogStress.end(this.log, RequestLog.CAPACITY);
			RequestLogStress.begin(this.log, RequestLog.CAPACITY + 1);
		}

		@Actor
		public void reader(IIII_Result result) {
			FinishedRequest oldest = this.log.last(ZERO).get(0);
			result.r1 = (int) oldest.id();
			result.r2 = Integer.parseInt(oldest.path());
			result.r3 = number(oldest.start());
			result.r4 = oldest.status();
		}

	}

}
