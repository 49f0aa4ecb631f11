package dev.headway.tomcat;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that bodies of all connections may take together, beyond what Tomcat has for
 * each connection anyway. Thread-safe.
 */
final class BodyBudget {

	private final long total;

	private final AtomicLong taken = new AtomicLong();

	BodyBudget(long totalBytes) {
		this.total = totalBytes;
	}

	/** Takes the bytes, or none if not enough are left. */
	boolean take(long bytes) {
		long present = this.taken.get();
		while (present + bytes <= this.total) {
			if (this.taken.compareAndSet(present, present + bytes)) {
				return true;
			}
			present = this.taken.get();
		}
		return false;
	}

	void giveBack(long bytes) {
		this.taken.addAndGet(-bytes);
	}

	/** Bytes that are taken now. */
	long taken() {
		return this.taken.get();
	}

}
