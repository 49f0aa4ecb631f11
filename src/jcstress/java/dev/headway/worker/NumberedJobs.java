package dev.headway.worker;

import org.jspecify.annotations.Nullable;

import static dev.headway.worker.TestJobs.job;

/** Jobs that are numbered from 1, in the place of their time; 0 is none. */
final class NumberedJobs {

	private NumberedJobs() {
	}

	static int number(@Nullable Job job) {
		return (job != null) ? (int) job.handedOverAt() : 0;
	}

	/** Returns 1 if the job is accepted, otherwise 0. */
	static int offer(JobQueue queue, int number) {
		return queue.offer(job(number)) ? 1 : 0;
	}

}
