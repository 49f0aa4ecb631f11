package dev.headway.admission;

/** What a handler is taken for, going by its requests. */
public enum LearnedPace {

	/** Its requests may have any worker. */
	QUICK,

	/**
	 * Not known, or in doubt: its requests need a slot, or run without one to find out,
	 * one at a time.
	 */
	UNSURE,

	/** Its requests need a slot. */
	SLOW

}
