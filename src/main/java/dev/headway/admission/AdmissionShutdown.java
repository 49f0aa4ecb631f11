package dev.headway.admission;

/**
 * What the door does when the server goes down: what waits goes on waiting, and is
 * served, until there is no more time; then all are refused. Thread-safe.
 */
public final class AdmissionShutdown {

	private final Admission admission;

	private volatile boolean over;

	/**
	 * Is not over yet.
	 * @param admission decides who may run
	 */
	public AdmissionShutdown(Admission admission) {
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
	 * Gives nobody who waits a slot any more, and refuses all that come.
	 */
	public void admitNobody() {
		this.over = true;
		this.admission.close();
	}

	/**
	 * Refuses all that wait.
	 */
	public void refuseAll() {
		this.admission.expireAll();
	}

	boolean isOver() {
		return this.over;
	}

}
