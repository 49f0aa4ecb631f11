package dev.headway.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;
import org.openjdk.jcstress.infra.results.III_Result;
import org.openjdk.jcstress.infra.results.II_Result;

import static dev.headway.worker.NumberedJobs.number;
import static dev.headway.worker.NumberedJobs.offer;
import static dev.headway.worker.TestJobs.job;

/** Each job that {@link JobQueue} accepts leaves it once. */
public final class JobQueueStress {

	private JobQueueStress() {
	}

	/**
	 * Job 1 is in a queue of one place. Two workers want it, and job 2 wants its place.
	 */
	@JCStressTest
	@Outcome(id = { "0, 1, 0, 0", "0, 0, 1, 0" }, expect = Expect.ACCEPTABLE,
			desc = "job 2 came before job 1 had left, and was refused")
	@Outcome(id = { "1, 1, 2, 0", "1, 2, 1, 0" }, expect = Expect.ACCEPTABLE, desc = "each took one")
	@Outcome(id = { "1, 1, 0, 2", "1, 0, 1, 2" }, expect = Expect.ACCEPTABLE, desc = "job 2 came last, and is left")
	@Outcome(id = ".*, 1, 1, .*", expect = Expect.FORBIDDEN, desc = "job 1 left twice")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice, or one came from nowhere")
	@State
	public static class OneSlot {

		private final JobQueue queue = new JobQueue(1);

		public OneSlot() {
			this.queue.offer(job(1));
		}

		@Actor
		public void submitter(IIII_Result result) {
			result.r1 = offer(this.queue, 2);
		}

		@Actor
		public void taker(IIII_Result result) {
			result.r2 = number(this.queue.poll());
		}

		@Actor
		public void otherTaker(IIII_Result result) {
			result.r3 = number(this.queue.poll());
		}

		@Arbiter
		public void left(IIII_Result result) {
			result.r4 = number(this.queue.poll());
		}

	}

	/** Two jobs want the last place. */
	@JCStressTest
	@Outcome(id = "1, 0, 1", expect = Expect.ACCEPTABLE, desc = "the first had it")
	@Outcome(id = "0, 1, 2", expect = Expect.ACCEPTABLE, desc = "the other had it")
	@Outcome(id = "1, 1, .*", expect = Expect.FORBIDDEN, desc = "more jobs than places")
	@Outcome(expect = Expect.FORBIDDEN, desc = "what was answered isn't what is inside")
	@State
	public static class LastPlace {

		private final JobQueue queue = new JobQueue(1);

		@Actor
		public void submitter(III_Result result) {
			result.r1 = offer(this.queue, 1);
		}

		@Actor
		public void otherSubmitter(III_Result result) {
			result.r2 = offer(this.queue, 2);
		}

		@Arbiter
		public void left(III_Result result) {
			result.r3 = number(this.queue.poll());
		}

	}

	/** Jobs of one submitter leave in their order, while others submit and take. */
	@JCStressTest
	@Outcome(id = { "1, 2", "1, 0", "0, 1", "0, 0" }, expect = Expect.ACCEPTABLE,
			desc = "in order, as far as they were there")
	@Outcome(id = "2, 1", expect = Expect.FORBIDDEN, desc = "one overtook the other")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice")
	@State
	public static class Order {

		private final JobQueue queue = new JobQueue(2);

		@Actor
		public void submitter() {
			this.queue.offer(job(1));
			this.queue.offer(job(2));
		}

		@Actor
		public void taker(II_Result result) {
			result.r1 = number(this.queue.poll());
			result.r2 = number(this.queue.poll());
		}

	}

	/** Job 1 is in the queue; job 2 is put before it while two jobs are taken. */
	@JCStressTest
	@Outcome(id = { "2, 1, 0", "1, 2, 0" }, expect = Expect.ACCEPTABLE, desc = "job 2 passed job 1, or just missed it")
	@Outcome(id = "1, 0, 2", expect = Expect.ACCEPTABLE, desc = "job 2 came last, and is left")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or left twice")
	@State
	public static class First {

		private final JobQueue queue = new JobQueue(2);

		public First() {
			this.queue.offer(job(1));
		}

		@Actor
		public void submitter() {
			this.queue.offerFirst(job(2));
		}

		@Actor
		public void taker(III_Result result) {
			result.r1 = number(this.queue.poll());
			result.r2 = number(this.queue.poll());
		}

		@Arbiter
		public void left(III_Result result) {
			result.r3 = number(this.queue.poll());
		}

	}

	/**
	 * One thread puts a job at the head, another one at the end, of a queue with one job.
	 */
	@JCStressTest
	@Outcome(id = "2, 1, 3", expect = Expect.ACCEPTABLE, desc = "each is where it was put, whoever came before")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was lost, or stands elsewhere")
	@State
	public static class BothEnds {

		private final JobQueue queue = new JobQueue(3);

		public BothEnds() {
			this.queue.offer(job(1));
		}

		@Actor
		public void resumer() {
			this.queue.offerFirst(job(2));
		}

		@Actor
		public void submitter() {
			this.queue.offer(job(3));
		}

		@Arbiter
		public void left(III_Result result) {
			result.r1 = number(this.queue.poll());
			result.r2 = number(this.queue.poll());
			result.r3 = number(this.queue.poll());
		}

	}

	/** A job comes while the queue is closed. */
	@JCStressTest
	@Outcome(id = "1, 1", expect = Expect.ACCEPTABLE, desc = "accepted, so inside")
	@Outcome(id = "0, 0", expect = Expect.ACCEPTABLE, desc = "refused, so not inside")
	@Outcome(id = "1, 0", expect = Expect.FORBIDDEN, desc = "accepted and lost")
	@Outcome(expect = Expect.FORBIDDEN, desc = "refused and run all the same")
	@State
	public static class Close {

		private final JobQueue queue = new JobQueue(1);

		@Actor
		public void submitter(II_Result result) {
			result.r1 = offer(this.queue, 1);
		}

		@Actor
		public void closer() {
			this.queue.close();
		}

		@Arbiter
		public void left(II_Result result) {
			result.r2 = number(this.queue.take());
		}

	}

	/** One takes a job while another drops all. */
	@JCStressTest
	@Outcome(id = { "1, 1, 0", "0, 2, 0" }, expect = Expect.ACCEPTABLE, desc = "each job was taken or dropped")
	@Outcome(expect = Expect.FORBIDDEN, desc = "a job was taken and dropped, or neither")
	@State
	public static class Clear {

		private final JobQueue queue = new JobQueue(2);

		public Clear() {
			this.queue.offer(job(1));
			this.queue.offer(job(2));
		}

		@Actor
		public void taker(III_Result result) {
			result.r1 = (this.queue.poll() != null) ? 1 : 0;
		}

		@Actor
		public void dropper(III_Result result) {
			result.r2 = this.queue.clear();
		}

		@Arbiter
		public void left(III_Result result) {
			result.r3 = this.queue.size();
		}

	}

}
