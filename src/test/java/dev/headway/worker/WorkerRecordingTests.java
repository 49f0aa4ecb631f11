package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/** What a worker records of its requests, on a clock that only the test moves. */
@Timeout(60)
class WorkerRecordingTests {

	private final AtomicLong clock = new AtomicLong(1_000_000);

	/** Runs once, after the clock was read and before the reader gets the time. */
	private final AtomicReference<Runnable> atNextLook = new AtomicReference<>();

	private final ThreadPool pool = new ThreadPool(1, 0, 10, TestLogger.SILENT, this::look,
			() -> Instant.EPOCH.plusNanos(this.clock.get()));

	private final Worker worker = this.pool.workers().get(0);

	private final List<String> observed = new ArrayList<>();

	WorkerRecordingTests() {
		this.pool.observe((queuedNanos, heldNanos) -> this.observed.add(queuedNanos + " " + heldNanos));
	}

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void requestIsCountedTimedAndKept() throws Exception {
		run(() -> {
			this.worker.begin("GET", "/");
			this.clock.addAndGet(30);
			this.worker.end(200);
		});
		assertThat(this.worker.requests()).isEqualTo(1);
		assertThat(this.observed).containsExactly("0 30");
		WorkerSnapshot snapshot = this.pool.snapshot().workers().get(0);
		assertThat(snapshot.last()).containsExactly(new FinishedRequest(0, "GET", "/",
				Instant.EPOCH.plusNanos(1_000_000), Instant.EPOCH.plusNanos(1_000_030), 200));
		assertThat(snapshot.busyTime()).isEqualTo(Duration.ofNanos(30));
	}

	@Test
	void jobsWaitIsItsFirstRequestsWait() throws Exception {
		CountDownLatch release = hold();
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(() -> {
			this.worker.begin("GET", "/first");
			this.worker.end(200);
			this.worker.begin("GET", "/pipelined");
			this.worker.end(200);
			done.countDown();
		});
		assertThat(this.pool.oldestQueuedSince()).contains(Instant.EPOCH.plusNanos(1_000_000));
		this.clock.addAndGet(70);
		release.countDown();
		done.await();
		assertThat(this.observed).containsExactly("70 0", "0 0");
		assertThat(this.pool.snapshot().workers().get(0).queuedTime()).isEqualTo(Duration.ofNanos(70));
		assertThat(this.pool.oldestQueuedSince()).isEmpty();
	}

	@Test
	void jobWithoutRequestIsNoRequest() throws Exception {
		run(() -> this.clock.addAndGet(30));
		assertThat(this.worker.requests()).isZero();
		assertThat(this.observed).isEmpty();
		assertThat(this.worker.busyTime()).isEqualTo(Duration.ofNanos(30));
	}

	@Test
	void suspendedRequestCountsOnceWithAllTheTimeItHeldAWorker() throws Exception {
		AtomicReference<SuspendedRequest> suspended = new AtomicReference<>();
		run(() -> {
			this.worker.begin("GET", "/sleep");
			this.clock.addAndGet(5);
			suspended.set(this.worker.suspend());
		});
		assertThat(this.worker.requests()).isZero();
		assertThat(this.worker.request()).isEmpty();
		this.clock.addAndGet(1000);
		run(() -> {
			this.worker.resume(suspended.get());
			assertThat(this.worker.request()).map(RunningRequest::path).contains("/sleep");
			this.clock.addAndGet(20);
			this.worker.end(200);
		});
		assertThat(this.worker.requests()).isEqualTo(1);
		assertThat(this.observed).containsExactly("0 25");
	}

	@Test
	void uncountedRequestIsSeenWhileItLastsAndNotCounted() throws Exception {
		AtomicReference<Optional<RunningRequest>> during = new AtomicReference<>();
		run(() -> {
			this.worker.beginUncounted("GET", "/actuator/health");
			during.set(this.worker.request());
			this.worker.end(200);
		});
		assertThat(during.get()).map(RunningRequest::path).contains("/actuator/health");
		assertThat(this.worker.requests()).isZero();
		assertThat(this.observed).isEmpty();
	}

	@Test
	void uncountedRequestStaysUncountedWhenResumed() throws Exception {
		AtomicReference<SuspendedRequest> suspended = new AtomicReference<>();
		run(() -> {
			this.worker.beginUncounted("GET", "/actuator/slow");
			suspended.set(this.worker.suspend());
		});
		run(() -> {
			this.worker.resume(suspended.get());
			this.worker.end(200);
		});
		assertThat(this.worker.requests()).isZero();
		assertThat(this.observed).isEmpty();
	}

	@Test
	void requestThatItsJobForgetsEndsWithIt() throws Exception {
		run(() -> this.worker.begin("GET", "/forgotten"));
		assertThat(this.worker.request()).isEmpty();
		assertThat(this.worker.requests()).isZero();
	}

	/** The clock is read a little before the end of a job is recorded. */
	@Test
	void busyTimeNeverFallsThoughAJobEndsWhileItIsRead() throws Exception {
		AtomicReference<WorkerSnapshot> between = new AtomicReference<>();
		run(() -> this.atNextLook.set(() -> {
			this.clock.addAndGet(2);
			between.set(this.pool.snapshot().workers().get(0));
		}));
		assertThat(between.get().state()).isEqualTo(WorkerState.BUSY);
		WorkerSnapshot after = this.pool.snapshot().workers().get(0);
		assertThat(after.busyTime()).isGreaterThanOrEqualTo(between.get().busyTime());
		assertThat(after.idleTime()).isGreaterThanOrEqualTo(between.get().idleTime());
		assertThat(after.busyTime().plus(after.idleTime())).isEqualTo(Duration.ofNanos(2));
	}

	/** Keeps the worker busy until the latch is opened. */
	private CountDownLatch hold() throws InterruptedException {
		CountDownLatch held = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		this.pool.execute(() -> {
			held.countDown();
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		});
		held.await();
		return release;
	}

	private long look() {
		long now = this.clock.get();
		Runnable meanwhile = this.atNextLook.getAndSet(null);
		if (meanwhile != null) {
			meanwhile.run();
		}
		return now;
	}

	/** Runs the job to its end: when the next one begins, this one has been recorded. */
	private void run(Runnable job) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(job);
		this.pool.execute(done::countDown);
		assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
	}

}
