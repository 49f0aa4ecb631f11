package dev.headway.worker;

import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

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

/**
 * How many jobs a second go from submitters to workers, in Headway's pool, the JDK's and
 * Tomcat's. The jobs do almost nothing, so this measures the queue and the wake-ups of
 * workers.
 * <p>
 * One invocation is a batch: all submitters begin at once, each hands over its share as
 * fast as it can, and the batch ends with its last job. It is as large as the queue, so
 * no queue ever refuses. Barrier and latch are part of the measurement, the same for all:
 * differences between pools are larger than shown, not smaller.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(2)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class HandOverBenchmark {

	/** Divisible by every number of submitters. */
	private static final int BATCH = 10_240;

	// JMH goes through the parameters by name, the last one fastest: so the pools take
	// turns within each cell, and noise that comes and goes hits all of them alike

	/** The number of workers. */
	@Param({ "1", "2", "4", "64" })
	public int size;

	/** How many threads hand jobs over at the same time. */
	@Param({ "1", "2", "8", "64" })
	public int submitters;

	/** Whose pool it is. */
	@Param
	public PoolKind threadPool;

	private PoolKind.Running pool;

	private Thread[] threads;

	private CyclicBarrier begin;

	// written before the barrier opens, read after it
	private CountDownLatch left;

	/** Starts the pool and the submitters. */
	@Setup
	public void start() {
		BenchmarkLogging.quieten();
		this.pool = this.threadPool.start(this.size, BATCH);
		this.begin = new CyclicBarrier(this.submitters + 1);
		this.threads = IntStream.range(0, this.submitters)
			.mapToObj((number) -> new Thread(this::submit, "submitter-" + number))
			.toArray(Thread[]::new);
		for (Thread thread : this.threads) {
			thread.start();
		}
	}

	private void submit() {
		Runnable job = () -> this.left.countDown();
		try {
			while (true) {
				this.begin.await();
				for (int i = BATCH / this.submitters; i > 0; i--) {
					this.pool.executor().execute(job);
				}
			}
		}
		catch (InterruptedException | BrokenBarrierException ex) {
			// the end: the first thread to be interrupted breaks the barrier for all
		}
	}

	/**
	 * Hands a batch over and waits until it is done.
	 * @throws Exception if a submitter has died
	 */
	@Benchmark
	@OperationsPerInvocation(BATCH)
	public void jobs() throws Exception {
		this.left = new CountDownLatch(BATCH);
		this.begin.await();
		this.left.await();
	}

	/**
	 * Ends all threads.
	 * @throws InterruptedException if interrupted meanwhile
	 */
	@TearDown
	public void end() throws InterruptedException {
		for (Thread thread : this.threads) {
			thread.interrupt();
		}
		for (Thread thread : this.threads) {
			thread.join();
		}
		this.pool.end().run();
	}

}
