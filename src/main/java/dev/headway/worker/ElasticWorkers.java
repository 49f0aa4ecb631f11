package dev.headway.worker;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The workers of an {@link ElasticPool}: as many as there were busy ones at most. A new
 * one is made only if all others are taken. Thread-safe.
 */
final class ElasticWorkers {

	private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

	private final WorkerContext context;

	// Mutable state, guarded by this

	private final List<Worker> workers = new ArrayList<>();

	/** A stack with room for all workers, so that a worker can always be put back. */
	private final ArrayList<Worker> idle = new ArrayList<>();

	ElasticWorkers(WorkerContext context) {
		this.context = context;
	}

	/**
	 * Takes a worker for the calling thread. It tries again while memory is short, so the
	 * caller takes a worker first and a job second, and a failure loses no job.
	 */
	Worker take() {
		while (true) {
			Worker worker = null;
			try {
				worker = idleOrNew();
				worker.takeOver();
				return worker;
			}
			catch (Throwable ex) {
				if (worker != null) {
					putBack(worker);
				}
				LockSupport.parkNanos(PAUSE_NANOS);
			}
		}
	}

	private synchronized Worker idleOrNew() {
		if (!this.idle.isEmpty()) {
			return this.idle.remove(this.idle.size() - 1);
		}
		Worker worker = new Worker(this.workers.size(), this.context);
		this.idle.ensureCapacity(this.workers.size() + 1);
		this.workers.add(worker);
		return worker;
	}

	void putBack(Worker worker) {
		worker.letGo();
		synchronized (this) {
			this.idle.add(worker);
		}
	}

	/** A copy of all workers, by number. */
	synchronized List<Worker> all() {
		return List.copyOf(this.workers);
	}

}
