package dev.headway.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;

/**
 * An interrupt through {@link InterruptGate} reaches the job or request that it was meant
 * for.
 */
public final class InterruptGateStress {

	private InterruptGateStress() {
	}

	/** The first job is to be interrupted while the worker goes on to the second. */
	@JCStressTest
	@Outcome(id = { "false, false", "true, false" }, expect = Expect.ACCEPTABLE,
			desc = "the first job was interrupted, or nothing")
	@Outcome(expect = Expect.FORBIDDEN, desc = "the second job was interrupted")
	@State
	public static class NextJob {

		private final InterruptGate gate = new InterruptGate();

		private final long first = this.gate.step();

		@Actor
		public void worker(ZZ_Result result) {
			this.gate.beginJob();
			result.r1 = Thread.currentThread().isInterrupted();
			this.gate.endJob();
			boolean idle = Thread.currentThread().isInterrupted();
			this.gate.beginJob();
			result.r2 = idle || Thread.currentThread().isInterrupted();
			this.gate.endJob();
		}

		@Actor
		public void other() {
			this.gate.interrupt(this.first);
		}

	}

	/** The same with two requests of one job. */
	@JCStressTest
	@Outcome(id = { "false, false", "true, false" }, expect = Expect.ACCEPTABLE,
			desc = "the first request was interrupted, or nothing")
	@Outcome(expect = Expect.FORBIDDEN, desc = "the second request was interrupted")
	@State
	public static class NextRequest {

		private final InterruptGate gate = new InterruptGate();

		private final long first = this.gate.step();

		@Actor
		public void worker(ZZ_Result result) {
			this.gate.beginJob();
			result.r1 = Thread.currentThread().isInterrupted();
			this.gate.endRequest();
			result.r2 = Thread.currentThread().isInterrupted();
			this.gate.endJob();
		}

		@Actor
		public void other() {
			this.gate.interrupt(this.first);
		}

	}

	/** The end of a pool interrupts a job, and leaves no interrupt to the idle thread. */
	@JCStressTest
	@Outcome(id = { "false, false", "true, false" }, expect = Expect.ACCEPTABLE,
			desc = "the job was interrupted, or nothing")
	@Outcome(expect = Expect.FORBIDDEN, desc = "the thread was interrupted when the job had ended")
	@State
	public static class LastJob {

		private final InterruptGate gate = new InterruptGate();

		@Actor
		public void worker(ZZ_Result result) {
			this.gate.beginJob();
			result.r1 = Thread.currentThread().isInterrupted();
			this.gate.endJob();
			result.r2 = Thread.interrupted();
		}

		@Actor
		public void other() {
			this.gate.interruptJob();
		}

	}

}
