package dev.headway.worker;

import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Supplier;

/**
 * One worker's requests: the one in progress and the last few. Its worker writes, without
 * lock or allocation; any thread reads.
 * <p>
 * A sequence lock separates the two: the version is odd while the worker writes. A reader
 * that sees an odd version, or different versions before and after its reading, reads
 * again. The worker never waits. A reader could wait forever in theory; in practice it
 * needs one microsecond between two requests.
 * <p>
 * Readers read the guarded fields while they may be written, so all accesses are in
 * opaque mode: a plain {@code long} may be read in two halves. The fences are those of
 * {@link java.util.concurrent.locks.StampedLock}: a reader that sees a value written
 * after {@link #write()} also sees that version, or a later one, when it reads the
 * version again.
 *
 * @see <a href="https://gee.cs.oswego.edu/dl/html/j9mm.html">Doug Lea: Using JDK 9 Memory
 * Order Modes</a>
 */
final class RequestLog {

	/**
	 * How many requests are kept. With two readings a second, none is missed at up to 60
	 * requests a second.
	 */
	static final int CAPACITY = 32;

	// Mutable state, guarded by version

	private final AtomicReferenceArray<String> methods = new AtomicReferenceArray<>(CAPACITY);

	private final AtomicReferenceArray<String> paths = new AtomicReferenceArray<>(CAPACITY);

	private final AtomicLongArray starts = new AtomicLongArray(CAPACITY);

	private final AtomicLongArray ends = new AtomicLongArray(CAPACITY);

	private final AtomicIntegerArray statuses = new AtomicIntegerArray(CAPACITY);

	private final AtomicLong finished = new AtomicLong();

	private final AtomicLong queuedNanos = new AtomicLong();

	private final AtomicBoolean running = new AtomicBoolean();

	/** Odd while the worker writes. */
	private final AtomicInteger version = new AtomicInteger();

	// Mutable state, of the worker's thread alone

	private boolean counted;

	/** Begins a request. One that isn't counted is forgotten when it ends. */
	void begin(String method, String path, long now, boolean counted) {
		int slot = slot(finished());
		write();
		this.methods.setOpaque(slot, method);
		this.paths.setOpaque(slot, path);
		this.starts.setOpaque(slot, now);
		this.running.setOpaque(true);
		written();
		this.counted = counted;
	}

	/**
	 * Ends the request in progress, which had been queued for {@code queued} nanoseconds.
	 * @return whether it was counted
	 */
	boolean end(int status, long now, long queued) {
		long id = finished();
		int slot = slot(id);
		write();
		this.ends.setOpaque(slot, now);
		this.statuses.setOpaque(slot, status);
		this.running.setOpaque(false);
		if (this.counted) {
			this.finished.setOpaque(id + 1);
			this.queuedNanos.setOpaque(this.queuedNanos.getOpaque() + queued);
		}
		written();
		return this.counted;
	}

	/** Forgets the request in progress, if there is one. */
	void drop() {
		if (this.running.getOpaque()) {
			write();
			this.running.setOpaque(false);
			written();
		}
	}

	/** Whether the request in progress will be counted. For the worker's thread alone. */
	boolean isCounted() {
		return this.counted;
	}

	/** When the request in progress began. For the worker's thread alone. */
	long start() {
		return this.starts.getOpaque(slot(finished()));
	}

	/** The method of the request in progress. For the worker's thread alone. */
	String method() {
		return this.methods.getOpaque(slot(finished()));
	}

	/**
	 * The path of the request in progress or the last one. For the worker's thread alone.
	 */
	String path() {
		return this.paths.getOpaque(slot(finished()));
	}

	/** The path of the last finished request; empty if there is none. */
	String lastPath() {
		return (finished() == 0) ? "" : this.paths.getOpaque(slot(finished() - 1));
	}

	/** Requests finished so far. */
	long finished() {
		return this.finished.getOpaque();
	}

	/** How long the finished requests had been queued in total. */
	long queuedNanos() {
		return this.queuedNanos.getOpaque();
	}

	/** The request in progress. */
	Optional<RunningRequest> current(Moment now) {
		return read(() -> {
			long id = finished();
			int slot = slot(id);
			return this.running.getOpaque() ? Optional.of(new RunningRequest(id, this.methods.getOpaque(slot),
					this.paths.getOpaque(slot), now.at(this.starts.getOpaque(slot)))) : Optional.empty();
		});
	}

	/**
	 * The last finished requests, oldest first. They are one fewer than the capacity,
	 * since one slot is for the request in progress.
	 */
	List<FinishedRequest> last(Moment now) {
		return read(() -> {
			long next = finished();
			List<FinishedRequest> last = new ArrayList<>(CAPACITY);
			for (long id = Math.max(0, next - CAPACITY + 1); id < next; id++) {
				int slot = slot(id);
				last.add(new FinishedRequest(id, this.methods.getOpaque(slot), this.paths.getOpaque(slot),
						now.at(this.starts.getOpaque(slot)), now.at(this.ends.getOpaque(slot)),
						this.statuses.getOpaque(slot)));
			}
			return last;
		});
	}

	private <T> T read(Supplier<T> reading) {
		while (true) {
			int before = this.version.getAcquire();
			T result = reading.get();
			VarHandle.acquireFence();
			if ((before & 1) == 0 && before == this.version.getOpaque()) {
				return result;
			}
			Thread.onSpinWait();
		}
	}

	private void write() {
		this.version.setOpaque(this.version.getOpaque() + 1);
		VarHandle.releaseFence();
	}

	private void written() {
		this.version.setRelease(this.version.getOpaque() + 1);
	}

	private static int slot(long id) {
		return (int) (id % CAPACITY);
	}

}
