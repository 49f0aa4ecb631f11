package dev.headway.admission;

/** What is done with the decisions of an {@link Admission}. */
public enum AdmissionMode {

	/** Requests wait and are refused as decided. */
	ENFORCE,

	/** Decisions are counted, and every request runs at once. */
	OBSERVE,

	/** Nothing is decided or recorded. */
	OFF

}
