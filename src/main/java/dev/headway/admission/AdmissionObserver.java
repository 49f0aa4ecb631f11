package dev.headway.admission;

/** Is told what happens at the door; must be quick and must not throw. */
interface AdmissionObserver {

	/**
	 * A request has waited, until it was let in or refused.
	 * @param nanos how long, in nanoseconds
	 */
	void waited(long nanos);

	/** A request is refused. */
	void refused(Reason reason);

}
