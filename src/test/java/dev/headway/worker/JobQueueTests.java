package dev.headway.worker;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static dev.headway.worker.TestJobs.job;
import static org.assertj.core.api.Assertions.assertThat;

/** The order, the capacity and the end of a queue, on one thread. */
@Timeout(60)
class JobQueueTests {

	@Test
	void jobsLeaveInTheOrderInWhichTheyCame() {
		JobQueue queue = new JobQueue(3);
		List<Job> jobs = List.of(job(), job(), job());
		assertThat(jobs).allMatch(queue::offer);
		assertThat(queue.size()).isEqualTo(3);
		assertThat(queue.oldest()).containsSame(jobs.get(0));
		assertThat(queue.poll()).isSameAs(jobs.get(0));
		assertThat(queue.take()).isSameAs(jobs.get(1));
		assertThat(queue.poll()).isSameAs(jobs.get(2));
		assertThat(queue.poll()).isNull();
		assertThat(queue.size()).isZero();
	}

	@Test
	void jobsPutFirstPassAllOthersButThoseThatWerePutFirstBefore() {
		JobQueue queue = new JobQueue(6);
		List<Job> others = List.of(job(), job(), job());
		List<Job> first = List.of(job(), job(), job());
		assertThat(queue.offer(others.get(0))).isTrue();
		assertThat(queue.offerFirst(first.get(0))).isTrue();
		assertThat(queue.offerFirst(first.get(1))).isTrue();
		assertThat(queue.offer(others.get(1))).isTrue();
		assertThat(queue.poll()).isSameAs(first.get(0));
		assertThat(queue.poll()).isSameAs(first.get(1));
		assertThat(queue.poll()).isSameAs(others.get(0));
		assertThat(queue.offerFirst(first.get(2))).isTrue();
		assertThat(queue.offer(others.get(2))).isTrue();
		assertThat(queue.poll()).isSameAs(first.get(2));
		assertThat(queue.poll()).isSameAs(others.get(1));
		assertThat(queue.poll()).isSameAs(others.get(2));
		assertThat(queue.poll()).isNull();
	}

	@Test
	void jobPutFirstIntoAnEmptyQueueIsFollowedByOthers() {
		JobQueue queue = new JobQueue(3);
		List<Job> jobs = List.of(job(), job(), job());
		assertThat(queue.offerFirst(jobs.get(0))).isTrue();
		assertThat(queue.offer(jobs.get(1))).isTrue();
		assertThat(queue.offer(jobs.get(2))).isTrue();
		assertThat(jobs).allMatch((job) -> job.equals(queue.poll()));
	}

	@Test
	void jobPutFirstIsRefusedLikeOthers() {
		JobQueue queue = new JobQueue(1);
		assertThat(queue.offerFirst(job())).isTrue();
		assertThat(queue.offerFirst(job())).isFalse();
		queue.poll();
		queue.close();
		assertThat(queue.offerFirst(job())).isFalse();
		assertThat(queue.take()).isNull();
	}

	@Test
	void oldestIsTheJobThatWaitsLongestWhereverItStands() {
		JobQueue queue = new JobQueue(9);
		queue.offerFirst(job(30));
		queue.offer(job(10));
		queue.offerFirst(job(40));
		queue.offer(job(50));
		assertThat(queue.oldest()).get().extracting(Job::handedOverAt).isEqualTo(10L);
		queue.poll();
		queue.poll();
		queue.poll();
		queue.offerFirst(job(20));
		assertThat(queue.oldest()).get().extracting(Job::handedOverAt).isEqualTo(20L);
	}

	@Test
	void fullQueueRefusesUntilAJobHasLeft() {
		JobQueue queue = new JobQueue(1);
		assertThat(queue.offer(job())).isTrue();
		assertThat(queue.offer(job())).isFalse();
		queue.take();
		assertThat(queue.offer(job())).isTrue();
	}

	@Test
	void orderAndCapacityAreTheSameHoweverOftenItWasFull() {
		JobQueue queue = new JobQueue(3);
		for (int round = 0; round < 10; round++) {
			List<Job> jobs = List.of(job(), job(), job());
			assertThat(jobs).allMatch(queue::offer);
			assertThat(queue.offer(job())).isFalse();
			assertThat(queue.size()).isEqualTo(3);
			assertThat(jobs).allMatch((job) -> job.equals(queue.poll()));
			assertThat(queue.poll()).isNull();
		}
	}

	@Test
	void closedQueueRefusesAndIsEmptiedBeforeItEnds() {
		JobQueue queue = new JobQueue(2);
		Job inside = job();
		queue.offer(inside);
		queue.close();
		assertThat(queue.isClosed()).isTrue();
		assertThat(queue.offer(job())).isFalse();
		assertThat(queue.size()).isEqualTo(1);
		assertThat(queue.take()).isSameAs(inside);
		assertThat(queue.take()).isNull();
	}

	@Test
	void clearingAClosedQueueEndsIt() {
		JobQueue queue = new JobQueue(2);
		queue.offer(job());
		queue.offer(job());
		queue.close();
		assertThat(queue.clear()).isEqualTo(2);
		assertThat(queue.take()).isNull();
	}

}
