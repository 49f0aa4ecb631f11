package dev.headway.worker;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * The cost of recording a request: {@link Worker#begin} and {@link Worker#end}, in time
 * and, with {@code -prof gc}, in bytes. It is measured alone, with many requests in one
 * job, and as a part of a job, where the hand-over takes most of the time.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(2)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RecordingBenchmark {

	/**
	 * Large enough that handing over the one job, some 10 µs, is a tenth of a ns each.
	 */
	private static final int REQUESTS = 100_000;

	/** Fits into the queue, so that none is refused. */
	private static final int JOBS = ThreadPool.DEFAULT_QUEUE_CAPACITY;

	/** The observer of requests. */
	@Param
	public Observer observer;

	private ThreadPool pool;

	private String[] paths;

	/** Starts a pool of one worker. */
	@Setup
	public void start() {
		BenchmarkLogging.quieten();
		this.pool = new ThreadPool(1);
		if (this.observer == Observer.COUNTING) {
			LongAdder nanos = new LongAdder();
			this.pool.observe((queuedNanos, heldNanos) -> nanos.add(queuedNanos + heldNanos));
		}
		this.paths = new String[] { "/", "/sleep", "/nope", "/actuator/health" };
	}

	/**
	 * The loop alone, to compare {@link #requests} with.
	 * @param blackhole takes the path
	 * @throws InterruptedException if interrupted meanwhile
	 */
	@Benchmark
	@OperationsPerInvocation(REQUESTS)
	public void requestsUnrecorded(Blackhole blackhole) throws InterruptedException {
		await((done) -> this.pool.execute(() -> {
			for (int i = 0; i < REQUESTS; i++) {
				blackhole.consume(path(i));
			}
			done.countDown();
		}));
	}

	/**
	 * Many requests in one job.
	 * @param blackhole takes the path
	 * @throws InterruptedException if interrupted meanwhile
	 */
	@Benchmark
	@OperationsPerInvocation(REQUESTS)
	public void requests(Blackhole blackhole) throws InterruptedException {
		await((done) -> this.pool.execute(() -> {
			for (int i = 0; i < REQUESTS; i++) {
				Worker worker = Worker.current().orElseThrow();
				worker.begin("GET", path(i));
				blackhole.consume(path(i));
				worker.end(200);
			}
			done.countDown();
		}));
	}

	/**
	 * Many jobs without a request.
	 * @param blackhole takes the path
	 * @throws InterruptedException if interrupted meanwhile
	 */
	@Benchmark
	@OperationsPerInvocation(JOBS)
	public void jobsUnrecorded(Blackhole blackhole) throws InterruptedException {
		handOver(() -> blackhole.consume(path(0)));
	}

	/**
	 * Many jobs with one request each, as a server's are.
	 * @param blackhole takes the path
	 * @throws InterruptedException if interrupted meanwhile
	 */
	@Benchmark
	@OperationsPerInvocation(JOBS)
	public void jobs(Blackhole blackhole) throws InterruptedException {
		handOver(() -> {
			Worker worker = Worker.current().orElseThrow();
			worker.begin("GET", path(0));
			blackhole.consume(path(0));
			worker.end(200);
		});
	}

	/** Ends the pool. */
	@TearDown
	public void end() {
		this.pool.close();
	}

	private String path(int i) {
		return this.paths[i & 3];
	}

	private void handOver(Runnable job) throws InterruptedException {
		await((done) -> {
			for (int i = 1; i < JOBS; i++) {
				this.pool.execute(job);
			}
			// one worker runs jobs in order: when this one runs, all others have run
			this.pool.execute(done::countDown);
		});
	}

	private static void await(Batch batch) throws InterruptedException {
		CountDownLatch done = new CountDownLatch(1);
		batch.start(done);
		done.await();
	}

	/** The observers of requests. */
	public enum Observer {

		/** None. */
		NONE,

		/** One that does as little as a meter. */
		COUNTING

	}

	private interface Batch {

		void start(CountDownLatch done);

	}

}
