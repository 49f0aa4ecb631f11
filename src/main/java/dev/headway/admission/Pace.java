package dev.headway.admission;

/** How a handler is seen to hold workers. */
enum Pace {

	/** Shortly: it may have any worker. */
	QUICK,

	/**
	 * Not known, or of late now one and now the other: it may have any worker, one at a
	 * time.
	 */
	UNSURE,

	/** For long: it needs a slot. */
	SLOW

}
