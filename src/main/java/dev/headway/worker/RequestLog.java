package dev.headway.worker;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One worker's requests: the one in progress and the last few. Its worker writes, without
 * lock or allocation; any thread reads.
 * <p>
 * A sequence lock keeps the two apart: the version is odd while the worker writes, and a
 * reader who sees an odd version, or two different ones around its reading, reads again.
 * The worker never waits. A reader may in theory wait forever, in practice it needs a
 * microsecond between two requests.
 */
final class RequestLog {

	/**
	 * How many finished requests are kept: at two readings a second, what a worker can do
	 * at 60 requests a second.
	 */
	static final int CAPACITY = 32;

	// Mutable state, guarded by version

	private final String[] methods = new String[CAPACITY];

	private final String[] paths = new String[CAPACITY];

	private final long[] starts = new long[CAPACITY];

	private final long[] ends = new long[CAPACITY];

	private final int[] statuses = new int[CAPACITY];

	private volatile long finished;

	private long queuedNanos;

	private boolean running;

	private boolean counted;

	private volatile int version;

	/** Begins a request; if it isn't to be counted, it will leave no trace. */
	void begin(String method, String path, long now, boolean counted) {
		int slot = slot(this.finished);
		write();
		this.methods[slot] = method;
		this.paths[slot] = path;
		this.starts[slot] = now;
		this.running = true;
		this.counted = counted;
		written();
	}

	/**
	 * Ends the request in progress, which had been queued for so long.
	 * @return whether it was counted
	 */
	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	boolean end(int status, long now, long queued) {
		int slot = slot(this.finished);
		write();
		this.ends[slot] = now;
		this.statuses[slot] = status;
		this.running = false;
		if (this.counted) {
			this.finished++;
			this.queuedNanos += queued;
		}
		written();
		return this.counted;
	}

	/** Forgets the request in progress, if there is one. */
	void drop() {
		if (this.running) {
			write();
			this.running = false;
			written();
		}
	}

	/** Whether the request in progress is to be counted; its worker's own question. */
	boolean isCounted() {
		return this.counted;
	}

	/** When the request in progress began; its worker's own question. */
	long start() {
		return this.starts[slot(this.finished)];
	}

	/** The method of the request in progress; its worker's own question. */
	String method() {
		return this.methods[slot(this.finished)];
	}

	/** The path of the request in progress or the last one; its worker's own question. */
	String path() {
		return this.paths[slot(this.finished)];
	}

	/** The path of the last finished request; empty if there is none. */
	String lastPath() {
		return (this.finished == 0) ? "" : this.paths[slot(this.finished - 1)];
	}

	/** Requests finished so far. */
	long finished() {
		return this.finished;
	}

	/** How long the finished requests had been queued, all together. */
	long queuedNanos() {
		return read(() -> this.queuedNanos);
	}

	/** The request in progress. */
	Optional<RunningRequest> current(Moment now) {
		return read(() -> {
			int slot = slot(this.finished);
			return this.running ? Optional
				.of(new RunningRequest(this.finished, this.methods[slot], this.paths[slot], now.at(this.starts[slot])))
					: Optional.empty();
		});
	}

	/**
	 * The last finished requests, oldest first: one fewer than the capacity, since the
	 * place of the one in progress is taken.
	 */
	List<FinishedRequest> last(Moment now) {
		return read(() -> {
			List<FinishedRequest> last = new ArrayList<>(CAPACITY);
			for (long id = Math.max(0, this.finished - CAPACITY + 1); id < this.finished; id++) {
				int slot = slot(id);
				last.add(new FinishedRequest(id, this.methods[slot], this.paths[slot], now.at(this.starts[slot]),
						now.at(this.ends[slot]), this.statuses[slot]));
			}
			return last;
		});
	}

	private <T> T read(Supplier<T> reading) {
		while (true) {
			int before = this.version;
			T result = reading.get();
			VarHandle.loadLoadFence();
			if ((before & 1) == 0 && before == this.version) {
				return result;
			}
			Thread.onSpinWait();
		}
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void write() {
		this.version++;
		VarHandle.storeStoreFence();
	}

	@SuppressWarnings("NonAtomicVolatileUpdate") // one writer
	private void written() {
		this.version++;
	}

	private static int slot(long id) {
		return (int) (id % CAPACITY);
	}

}
