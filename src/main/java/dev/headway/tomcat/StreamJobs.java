package dev.headway.tomcat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import org.apache.coyote.Processor;
import org.apache.juli.logging.Log;
import org.apache.juli.logging.LogFactory;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * The jobs of one connection's streams on their way to the pool. Thread-safe.
 * <ul>
 * <li>A stream has at most one job on the pool. When a stream is cancelled or closed
 * Tomcat runs a second job, which waits for the first on a lock, and holds a worker
 * meanwhile. Here it waits without a worker.</li>
 * <li>A connection has a limited number of jobs on the pool; the others wait in
 * order.</li>
 * <li>A stream that is cancelled before its first job has begun isn't served.</li>
 * </ul>
 */
final class StreamJobs {

	private static final Log logger = LogFactory.getLog(StreamJobs.class);

	/** Set while a thread runs a job. */
	private static final ThreadLocal<Boolean> RUNNING = new ThreadLocal<>();

	private final int limit;

	// Mutable state, guarded by this

	private final IdentityHashMap<Processor, Turn> turns = new IdentityHashMap<>();

	private final Deque<Turn> waiting = new ArrayDeque<>();

	private int onPool;

	/**
	 * Makes the jobs of one connection.
	 * @param limit how many may be on the pool at a time; 1 or more
	 */
	StreamJobs(int limit) {
		this.limit = limit;
	}

	/** Whether this thread runs a stream's job; otherwise it reads frames. */
	static boolean isRunning() {
		return RUNNING.get() != null;
	}

	/**
	 * Hands a job over to the pool, at once or when its turn comes.
	 * @throws RejectedExecutionException if the pool doesn't take it
	 */
	void execute(StreamJob job, Executor pool) {
		Turn turn;
		synchronized (this) {
			turn = this.turns.get(job.processor());
			if (turn != null) {
				turn.add(job);
				return;
			}
			turn = new Turn(job, pool);
			this.turns.put(job.processor(), turn);
			if (this.onPool >= this.limit) {
				this.waiting.addLast(turn);
				return;
			}
			this.onPool++;
		}
		try {
			pool.execute(turn);
		}
		catch (RejectedExecutionException ex) {
			forget(turn);
			throw ex;
		}
	}

	private synchronized StreamJob begin(Turn turn) {
		turn.begun = true;
		return turn.present;
	}

	private void end(Turn turn) {
		Turn next = next(turn);
		while (next != null) {
			try {
				next.pool.execute(next);
				return;
			}
			catch (RejectedExecutionException ex) {
				logger.debug("The pool is closed, so a stream's job isn't run", ex);
				next = forget(next);
			}
		}
	}

	/**
	 * The same turn if its stream has another job, otherwise the one that has waited
	 * longest.
	 */
	private synchronized @Nullable Turn next(Turn turn) {
		StreamJob later = turn.later.pollFirst();
		if (later != null) {
			turn.present = later;
			turn.begun = false;
			return turn;
		}
		return forget(turn);
	}

	private synchronized @Nullable Turn forget(Turn turn) {
		this.turns.remove(turn.present.processor());
		Turn next = this.waiting.pollFirst();
		if (next == null) {
			this.onPool--;
		}
		return next;
	}

	/** A stream's place on the pool. Its state is guarded by the jobs. */
	private final class Turn implements Runnable {

		private final Executor pool;

		private final Deque<StreamJob> later = new ArrayDeque<>(2);

		private StreamJob present;

		private boolean begun;

		Turn(StreamJob job, Executor pool) {
			this.present = job;
			this.pool = pool;
		}

		void add(StreamJob job) {
			if (!this.begun && job.event() == SocketEvent.ERROR && this.present.isFirst()) {
				this.present = job;
			}
			else {
				this.later.addLast(job);
			}
		}

		@Override
		public void run() {
			StreamJob job = begin(this);
			RUNNING.set(Boolean.TRUE);
			try {
				job.job().run();
			}
			finally {
				RUNNING.remove();
				end(this);
			}
		}

	}

}
