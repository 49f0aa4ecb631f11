package dev.headway.worker;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * The spares of a {@link ThreadPool}: workers whose threads start when they are needed,
 * and end when they haven't been for a while. A spare keeps its number, counters and
 * times; its next thread continues them. The lowest free number is taken first, and the
 * highest of those in use are let go first.
 * <p>
 * One thread calls {@link #adjust}; the spares' own threads end themselves; any thread
 * may read. Nothing is logged: if workers are stuck in the log, the adjusting thread must
 * not become stuck as well.
 */
final class SpareWorkers {

	/** How long a spare stays after it was needed last. */
	static final Duration KEEP = Duration.ofSeconds(5);

	/** How long to wait after a thread couldn't be started. */
	static final Duration RETRY = Duration.ofMillis(100);

	private final List<Worker> workers;

	private final JobQueue queue;

	private final Consumer<WorkerLoop> starter;

	// Mutable state, guarded by this for writing

	/** By spare, its thread's loop while it is in use. */
	private final @Nullable WorkerLoop[] loops;

	private volatile int inUse;

	// Mutable state, written by the thread that adjusts

	/** By spare, when it was needed last. */
	private final long[] neededAt;

	private final AtomicLong started = new AtomicLong();

	/** When the last start of a thread failed; null if it succeeded. */
	private @Nullable Long failedAt;

	/**
	 * Makes spares, none of them in use.
	 * @param firstNumber the number of the first
	 * @param limit how many there are
	 * @param queue where they take their jobs from
	 * @param context what they share with the other workers
	 * @param starter starts a loop's thread, or throws
	 */
	SpareWorkers(int firstNumber, int limit, JobQueue queue, WorkerContext context, Consumer<WorkerLoop> starter) {
		this.workers = IntStream.range(firstNumber, firstNumber + limit)
			.mapToObj((number) -> new Worker(number, true, context))
			.toList();
		this.queue = queue;
		this.starter = starter;
		this.loops = new WorkerLoop[limit];
		this.neededAt = new long[limit];
	}

	/** All spares by number, in use or not. */
	List<Worker> workers() {
		return this.workers;
	}

	int inUse() {
		return this.inUse;
	}

	/** How often a spare came into use. */
	long started() {
		return this.started.get();
	}

	/**
	 * Starts as many spares as are needed, within the limit, and ends those that haven't
	 * been needed for a while.
	 * @param now this moment, on the pool's clock
	 * @param needed how many are needed
	 * @param stuck whether the worker of that number is stuck: then it stays
	 */
	void adjust(long now, int needed, IntPredicate stuck) {
		int staying = 0;
		boolean leaving = false;
		for (int spare = 0; spare < this.loops.length; spare++) {
			WorkerLoop loop = loop(spare);
			if (loop == null || loop.isLeaving()) {
				continue;
			}
			if (staying < needed) {
				this.neededAt[spare] = now;
			}
			if (now - this.neededAt[spare] < KEEP.toNanos() || stuck.test(this.workers.get(spare).number())) {
				staying++;
			}
			else {
				loop.leave();
				leaving = true;
			}
		}
		if (leaving) {
			this.queue.wakeAll();
		}
		for (boolean begun = true; begun && staying < needed; staying++) {
			begun = startOne(now);
		}
	}

	private synchronized @Nullable WorkerLoop loop(int spare) {
		return this.loops[spare];
	}

	private boolean startOne(long now) {
		boolean tooSoon = this.failedAt != null && now - this.failedAt < RETRY.toNanos();
		for (int spare = 0; !tooSoon && spare < this.loops.length; spare++) {
			if (loop(spare) == null) {
				return start(spare, now);
			}
		}
		return false;
	}

	private boolean start(int spare, long now) {
		WorkerLoop loop = new WorkerLoop(this.workers.get(spare), this.queue, () -> ended(spare));
		if (!begin(spare, loop)) {
			return false;
		}
		try {
			this.starter.accept(loop);
		}
		catch (Throwable ex) {
			// the JDK throws an OutOfMemoryError, and prints a warning, if it can't start
			// a thread
			ended(spare);
			this.failedAt = now;
			return false;
		}
		this.failedAt = null;
		this.neededAt[spare] = now;
		this.started.incrementAndGet();
		return true;
	}

	/** Takes the spare into use, unless the queue is closed and empty. */
	private synchronized boolean begin(int spare, WorkerLoop loop) {
		if (this.queue.isClosed() && this.queue.size() == 0) {
			return false;
		}
		this.loops[spare] = loop;
		this.workers.get(spare).setInUse(true);
		this.inUse++;
		return true;
	}

	private synchronized void ended(int spare) {
		this.loops[spare] = null;
		this.workers.get(spare).setInUse(false);
		this.inUse--;
		notifyAll();
	}

	/** Waits until none is in use; false if that takes too long. */
	synchronized boolean awaitEnded(long nanos) throws InterruptedException {
		long deadline = System.nanoTime() + nanos;
		long left = nanos;
		while (this.inUse > 0 && left > 0) {
			TimeUnit.NANOSECONDS.timedWait(this, left);
			left = deadline - System.nanoTime();
		}
		return this.inUse == 0;
	}

}
