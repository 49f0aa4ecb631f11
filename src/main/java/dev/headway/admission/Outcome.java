package dev.headway.admission;

/** How a request let go of its worker. */
public enum Outcome {

	/** Its handler has come to its end. */
	SERVED,

	/** Its client has gone: that tells only the least time that its handler takes. */
	ABORTED,

	/** Its handler has thrown; it held the worker for as long as it did. */
	FAILED

}
