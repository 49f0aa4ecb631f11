package dev.headway.admission;

/**
 * Is told what the {@link Admission} decides, outside its lock and on the thread that
 * decides; must be quick and must not throw.
 */
public interface AdmissionObserver {

	/**
	 * A request has waited, until it was let in or refused.
	 * @param nanos how long, in nanoseconds
	 */
	void waited(long nanos);

	/**
	 * A request is refused.
	 * @param reason why
	 */
	void refused(Reason reason);

}
