package dev.headway.admission;

/**
 * Admission during shutdown: waiting requests go on waiting and are served until the time
 * for it is over; then all are refused. Thread-safe.
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
	 * Grants no more slots, and refuses all new requests.
	 */
	public void admitNobody() {
		this.over = true;
		this.admission.close();
	}

	/**
	 * Admits requests again, since the server runs again.
	 */
	public void admit() {
		this.admission.open();
		this.over = false;
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
