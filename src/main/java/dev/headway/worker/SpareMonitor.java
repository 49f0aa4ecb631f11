package dev.headway.worker;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that watches a {@link ThreadPool}'s workers, and starts and ends spares.
 * <p>
 * It sleeps while at most {@code size} workers are busy and no spare is in use, since
 * then no spare can be needed. A worker that wakes up and leaves fewer than
 * {@code express} asleep wakes it. Awake, it looks ten times in a {@code replaceAfter}.
 */
final class SpareMonitor implements Runnable {

	private static final long LONGEST_SLEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final WorkerContext context;

	private final JobQueue queue;

	private final List<Worker> workers;

	private final int size;

	private final int express;

	private final SpareWorkers spares;

	private final WorkerReplacement replacement;

	/** By worker, when its job began; filled anew for each check. */
	private final long[] since;

	private final Thread thread = new Thread(this, "spare-monitor");

	private volatile boolean asleep;

	private volatile boolean ended;

	/**
	 * Makes a monitor that isn't started.
	 * @param workers all of them by number, the spares included
	 */
	SpareMonitor(WorkerContext context, JobQueue queue, List<Worker> workers, int size, int express,
			SpareWorkers spares, WorkerReplacement replacement) {
		this.context = context;
		this.queue = queue;
		this.workers = workers;
		this.size = size;
		this.express = express;
		this.spares = spares;
		this.replacement = replacement;
		this.since = new long[workers.size()];
	}

	/** Starts the thread, or throws what the JDK throws if it can't start one. */
	void start() {
		this.queue.tellOfShortage(this.express, this::wake);
		this.thread.setDaemon(true);
		this.thread.start();
	}

	/** Tells the thread to end. */
	void end() {
		this.ended = true;
		LockSupport.unpark(this.thread);
	}

	boolean isAlive() {
		return this.thread.isAlive();
	}

	private void wake() {
		if (this.asleep) {
			this.asleep = false;
			LockSupport.unpark(this.thread);
		}
	}

	@Override
	public void run() {
		while (!this.ended) {
			try {
				boolean settled = look();
				if (!settled || !awaitShortage()) {
					sleep(Math.min(this.replacement.nextNanos(), LONGEST_SLEEP_NANOS));
				}
			}
			catch (Throwable ex) {
				// memory is short, and may become free again
				sleep(PAUSE_NANOS);
			}
		}
	}

	/** Returns whether no spare can be needed before another worker wakes up. */
	private boolean look() {
		long now = this.context.nanos();
		int busy = 0;
		for (int worker = 0; worker < this.since.length; worker++) {
			this.since[worker] = this.workers.get(worker).jobs().presentSince();
			if (this.since[worker] != WorkerReplacement.IDLE) {
				busy++;
			}
		}
		long waitingSince = this.queue.oldest().map(Job::handedOverAt).orElse(WorkerReplacement.IDLE);
		this.replacement.look(now, this.since, waitingSince, this.queue.size());
		this.spares.adjust(now, this.replacement.needed(), this.replacement::isStuck);
		return busy <= this.size && this.spares.inUse() == 0;
	}

	/**
	 * Sleeps until it is woken; returns false at once if too few workers sleep.
	 */
	private boolean awaitShortage() {
		this.asleep = true;
		try {
			// the order matters: a worker first stops sleeping, then checks whether this
			// thread sleeps
			if (this.queue.sleepers() < this.express) {
				return false;
			}
			while (this.asleep && !this.ended) {
				LockSupport.park(this);
				Thread.interrupted();
			}
			return true;
		}
		finally {
			this.asleep = false;
		}
	}

	private void sleep(long nanos) {
		LockSupport.parkNanos(this, nanos);
		// a stray interrupt would end every later sleep
		Thread.interrupted();
	}

}
