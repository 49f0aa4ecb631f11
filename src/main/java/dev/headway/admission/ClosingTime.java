package dev.headway.admission;

/**
 * What the door does when the server goes down: what waits goes on waiting, and is
 * served, until there is no more time; then all are refused. Thread-safe.
 */
public final class ClosingTime {

	private final Admission admission;

	private volatile boolean over;

	ClosingTime(Admission admission) {
		this.admission = admission;
	}

	/**
	 * How many requests wait without a worker.
	 * @return 0 or more
	 */
	public int waiting() {
		return this.admission.waiting();
	}

	/**
	 * Refuses all that wait, and all that come.
	 */
	public void refuseAll() {
		this.over = true;
		this.admission.expireAll();
	}

	boolean isOver() {
		return this.over;
	}

}
