package dev.headway.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;
import org.openjdk.jcstress.infra.results.I_Result;

import static dev.headway.worker.NumberedJobs.number;
import static dev.headway.worker.TestJobs.job;

/** No worker that sleeps on a {@link JobQueue} misses a job or the queue's end. */
public final class JobQueueWakeUpStress {

	private JobQueueWakeUpStress() {
	}

	/** A job is put first while a worker goes to sleep. */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the worker has it; a lost wake-up would never end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "the worker left without the job")
	@State
	public static class FirstWakesUp {

		private final JobQueue queue = new JobQueue(1);

		@Actor
		public void worker(I_Result result) {
			result.r1 = number(this.queue.take());
		}

		@Actor
		public void submitter() {
			this.queue.offerFirst(job(1));
		}

	}

	/** A worker that leaves and one that stays, and a wake-up that may come to either. */
	@JCStressTest
	@Outcome(id = "0, 1", expect = Expect.ACCEPTABLE,
			desc = "who stays has the job; a wake-up lost with who leaves would never end")
	@Outcome(id = "1, 0", expect = Expect.ACCEPTABLE, desc = "the job was taken before the worker was to leave")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice")
	@State
	public static class Leave {

		private final JobQueue queue = new JobQueue(1);

		private volatile boolean leaving;

		@Actor
		public void leaver(II_Result result) {
			result.r1 = number(this.queue.takeUnless(() -> this.leaving));
			if (result.r1 == 1) {
				// otherwise the other one would wait for ever
				this.queue.close();
			}
		}

		@Actor
		public void worker(II_Result result) {
			result.r2 = number(this.queue.take());
		}

		@Actor
		public void submitter() {
			this.queue.offer(job(1));
			this.leaving = true;
			this.queue.wakeAll();
		}

	}

	/** A job comes while a worker goes to sleep. */
	@JCStressTest
	@Outcome(id = "1", expect = Expect.ACCEPTABLE, desc = "the worker has it; a lost wake-up would never end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "the worker left without the job")
	@State
	public static class WakeUp {

		private final JobQueue queue = new JobQueue(1);

		@Actor
		public void worker(I_Result result) {
			result.r1 = number(this.queue.take());
		}

		@Actor
		public void submitter() {
			this.queue.offer(job(1));
		}

	}

	/** Two jobs come while two workers go to sleep: one wake-up in flight is enough. */
	@JCStressTest
	@Outcome(id = { "1, 2", "2, 1" }, expect = Expect.ACCEPTABLE, desc = "each has one; a lost wake-up would never end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice")
	@State
	public static class TwoWakeUps {

		private final JobQueue queue = new JobQueue(2);

		@Actor
		public void worker(II_Result result) {
			result.r1 = number(this.queue.take());
		}

		@Actor
		public void otherWorker(II_Result result) {
			result.r2 = number(this.queue.take());
		}

		@Actor
		public void submitter() {
			this.queue.offer(job(1));
			this.queue.offer(job(2));
		}

	}

	/** The same with a submitter that also takes a job, and may be first. */
	@JCStressTest
	@Outcome(id = { "1, 2", "2, 1" }, expect = Expect.ACCEPTABLE, desc = "each has one; a lost wake-up would never end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice")
	@State
	public static class WakeUpAndTake {

		private final JobQueue queue = new JobQueue(2);

		@Actor
		public void worker(II_Result result) {
			result.r1 = number(this.queue.take());
		}

		@Actor
		public void submitter(II_Result result) {
			this.queue.offer(job(1));
			this.queue.offer(job(2));
			result.r2 = number(this.queue.take());
		}

	}

	/** The queue is closed while a worker goes to sleep. */
	@JCStressTest
	@Outcome(id = "0", expect = Expect.ACCEPTABLE, desc = "the worker ends; one left behind would never end")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job came from nowhere")
	@State
	public static class CloseWakes {

		private final JobQueue queue = new JobQueue(1);

		@Actor
		public void worker(I_Result result) {
			result.r1 = number(this.queue.take());
		}

		@Actor
		public void closer() {
			this.queue.close();
		}

	}

}
