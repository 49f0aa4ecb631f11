package dev.headway.worker;

import java.util.concurrent.locks.Condition;

/**
 * The workers that wait at a {@link JobQueue}. At most one wake-up is in flight; a woken
 * worker wakes the next if jobs remain. So a burst of jobs costs one wake-up as long as a
 * worker on its way can run them all. Guarded by the queue's lock.
 */
final class Sleepers {

	private final Condition woken;

	// Mutable state, guarded by the queue's lock

	/** Workers that wait, one that was woken and isn't back yet included. */
	private int count;

	/** Whether one of them was woken and isn't back yet. */
	private boolean waking;

	/** With fewer sleepers than this, somebody wants to be told. */
	private int enough;

	private Runnable shortage = () -> {
	};

	Sleepers(Condition woken) {
		this.woken = woken;
	}

	int count() {
		return this.count;
	}

	/** Has a worker sleep until it is woken, and maybe for less. */
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

	/** Tells whenever a worker gets up and leaves fewer asleep than are enough. */
	void tellOfShortage(int newEnough, Runnable newShortage) {
		this.enough = newEnough;
		this.shortage = newShortage;
	}

}
