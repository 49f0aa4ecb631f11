package dev.headway.worker;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IZI_Result;
import org.openjdk.jcstress.infra.results.ZII_Result;

import static dev.headway.worker.TestJobs.job;

/** Each job of {@link ElasticQueue} has a thread that will run it. */
public final class ElasticQueueStress {

	private ElasticQueueStress() {
	}

	/** A job comes when the only thread leaves. */
	@JCStressTest
	@Outcome(id = "1, true, 1", expect = Expect.ACCEPTABLE, desc = "the thread that leaves asks for the next")
	@Outcome(id = "2, false, 1", expect = Expect.ACCEPTABLE, desc = "it had left, and who brought the job asks")
	@Outcome(id = "1, false, .*", expect = Expect.FORBIDDEN, desc = "nobody asks: the job is stranded")
	@Outcome(expect = Expect.FORBIDDEN, desc = "two threads for one job")
	@State
	public static class Leaving {

		private final ElasticQueue queue = new ElasticQueue(1, 10);

		public Leaving() {
			this.queue.offer(job());
			this.queue.begin();
		}

		@Actor
		public void submitter(IZI_Result result) {
			result.r1 = this.queue.offer(job()).ordinal();
		}

		@Actor
		public void thread(IZI_Result result) {
			result.r2 = this.queue.end();
		}

		@Arbiter
		public void next(IZI_Result result) {
			result.r3 = ((this.queue.begin() != null) ? 1 : 0) + ((this.queue.begin() != null) ? 1 : 0);
		}

	}

	/** An executor fails, but starts a thread all the same. */
	@JCStressTest
	@Outcome(id = "true, 0, 0", expect = Expect.ACCEPTABLE, desc = "withdrawn, and the thread finds nothing")
	@Outcome(id = "false, 1, 0", expect = Expect.ACCEPTABLE, desc = "the thread has it")
	@Outcome(id = "true, 1, .*", expect = Expect.FORBIDDEN, desc = "rejected, and run all the same")
	@Outcome(expect = Expect.FORBIDDEN, desc = "neither rejected nor run")
	@State
	public static class Withdrawing {

		private final ElasticQueue queue = new ElasticQueue(1, 10);

		private final Job job = job();

		public Withdrawing() {
			this.queue.offer(this.job);
		}

		@Actor
		public void submitter(ZII_Result result) {
			result.r1 = this.queue.withdraw(this.job);
		}

		@Actor
		public void thread(ZII_Result result) {
			result.r2 = (this.queue.begin() != null) ? 1 : 0;
		}

		@Arbiter
		public void left(ZII_Result result) {
			result.r3 = this.queue.size();
		}

	}

}
