package dev.headway.worker;

import java.util.concurrent.locks.Condition;

/**
 * The workers that wait at a {@link JobQueue}. At most one wake-up is in flight; a woken
 * worker wakes the next if jobs remain. So a burst of jobs costs one wake-up if the woken
 * worker can run them all. Guarded by the queue's lock.
 */
final class Sleepers {

	private final Condition woken;

	// Mutable state, guarded by the queue's lock

	/** Workers that wait, including one that was woken and hasn't returned yet. */
	private int count;

	/** Whether one of them was woken and hasn't returned yet. */
	private boolean waking;

	/** With fewer sleepers than this, {@code shortage} runs. */
	private int enough;

	private Runnable shortage = () -> {
	};

	Sleepers(Condition woken) {
		this.woken = woken;
	}

	int count() {
		return this.count;
	}

	/** Sleeps until the worker is woken; may return earlier. */
	@SuppressWarnings("WaitNotInLoop") // the caller loops
	void sleep() {
		this.count++;
		try {
			this.woken.awaitUninterruptibly();
		}
		finally {
			this.count--;
			this.waking = false;
			if (this.count < this.enough) {
				this.shortage.run();
			}
		}
	}

	void wakeOne() {
		if (this.count > 0 && !this.waking) {
			this.woken.signal();
			this.waking = true;
		}
	}

	void wakeAll() {
		this.woken.signalAll();
	}

	/**
	 * Sets an action that runs whenever a worker wakes up and fewer than enough still
	 * sleep.
	 */
	void tellOfShortage(int newEnough, Runnable newShortage) {
		this.enough = newEnough;
		this.shortage = newShortage;
	}

}
