package dev.headway.worker;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

import static dev.headway.testing.Waits.waitFor;
import static org.awaitility.Awaitility.await;

/**
 * A pool of 4 workers and 1 express with 3 spares, on a clock that only the test moves,
 * and jobs that stall its workers.
 */
final class ClockedPool implements AutoCloseable {

	private static final Duration REPLACE_AFTER = Duration.ofMillis(50);

	/** The threads of other tests' pools. */
	private final Set<Thread> others = Set.copyOf(Thread.getAllStackTraces().keySet());

	private final AtomicLong now = new AtomicLong();

	/** Whether no more threads can be started. */
	private final AtomicBoolean out = new AtomicBoolean();

	private final CountDownLatch release = new CountDownLatch(1);

	/** When each spare's thread was to be started. */
	private final Queue<Long> attempts = new ConcurrentLinkedQueue<>();

	private final ThreadPool pool = another(4, 3, TestLogger.SILENT);

	ThreadPool pool() {
		return this.pool;
	}

	/** Makes one more pool with 1 express worker on the same clock. */
	ThreadPool another(int size, int spares, System.Logger logger) {
		return new ThreadPool(size, 1, new Spares(spares, REPLACE_AFTER), 1000,
				new WorkerContext(logger, this.now::get, Instant::now), this::start);
	}

	private void start(WorkerLoop loop) {
		this.attempts.add(this.now.get());
		if (this.out.get()) {
			throw new OutOfMemoryError("thrown by a test");
		}
		loop.start();
	}

	/** Sets whether no more threads can be started. */
	void outOfThreads(boolean out) {
		this.out.set(out);
	}

	/** When each spare's thread was to be started, in nanoseconds. */
	List<Long> attempts() {
		return List.copyOf(this.attempts);
	}

	long now() {
		return this.now.get();
	}

	void advance(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

	/** Lets time pass until so many spares are in use. */
	void awaitSpares(int spares) {
		awaiting(Duration.ofMillis(5), () -> this.pool.sparesInUse() == spares);
	}

	/** Lets time pass in small steps until a condition is true. */
	void awaiting(Duration step, Callable<Boolean> condition) {
		await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).until(() -> {
			advance(step);
			return condition.call();
		});
	}

	/** Stalls so many workers until they are released. */
	CountDownLatch stall(int jobs) {
		return stall(jobs, this.release);
	}

	/**
	 * Stalls so many workers until the latch opens.
	 * @return counts the workers that haven't begun
	 */
	CountDownLatch stall(int jobs, CountDownLatch until) {
		CountDownLatch begun = new CountDownLatch(jobs);
		IntStream.range(0, jobs).forEach((i) -> this.pool.execute(() -> {
			begun.countDown();
			waitFor(until);
		}));
		await().until(() -> begun.getCount() == 0);
		return begun;
	}

	void release() {
		this.release.countDown();
	}

	/** Runs a job that does nothing. */
	void run() {
		CountDownLatch done = new CountDownLatch(1);
		this.pool.execute(done::countDown);
		await().until(() -> done.getCount() == 0);
	}

	/** How many threads these workers have. */
	long threadsOf(int... workers) {
		return threads(IntStream.of(workers).mapToObj((number) -> "worker-" + number).toList());
	}

	/** How many threads watch for stuck workers. */
	long monitors() {
		return threads(List.of("spare-monitor"));
	}

	private long threads(List<String> names) {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> names.contains(thread.getName()) && !this.others.contains(thread))
			.count();
	}

	@Override
	public void close() {
		release();
		this.pool.close();
	}

}
